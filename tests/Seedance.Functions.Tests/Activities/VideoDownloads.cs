using System.Buffers.Binary;
using System.Net.Http.Headers;

namespace Seedance.Functions.Tests.Activities;

/// <summary>What a provider's link may give.</summary>
internal static class VideoDownloads
{
    public static byte[] Mp4(int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length; at++) bytes[at] = (byte)(at * 31);
        "\0\0\0\u0018ftypisom"u8.CopyTo(bytes);
        return bytes;
    }

    public static HttpResponseMessage Of(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };

    public static HttpResponseMessage WithoutLength(Stream content) => new(HttpStatusCode.OK) { Content = new StreamContent(content) };

    /// <summary>Boxes one after the other, of these types and lengths.</summary>
    public static byte[] Boxes(params (string Type, int Length)[] boxes) => [.. boxes.SelectMany(box =>
    {
        var bytes = new byte[box.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, box.Length);
        Encoding.ASCII.GetBytes(box.Type).CopyTo(bytes, 4);
        return bytes;
    })];
}

/// <summary>A stream of which every read is one step of a script, whatever the buffer's size; then it ends.</summary>
internal sealed class ScriptedStream(params Func<Memory<byte>, ValueTask<int>>[] reads) : MemoryStream
{
    private int _next;

    public override bool CanSeek => false;

    public static Func<Memory<byte>, ValueTask<int>> Gives(byte[] bytes, Action? first = null) => buffer =>
    {
        first?.Invoke();
        bytes.CopyTo(buffer);
        return ValueTask.FromResult(bytes.Length);
    };

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _next < reads.Length ? reads[_next++](buffer) : ValueTask.FromResult(0);
    }
}

/// <summary>A host of one video that knows ranges and validators as RFC 9110 wants them, and breaks off where a test says.</summary>
internal sealed class VideoHost(byte[] video)
{
    public byte[] Video { get; set; } = video;

    public string? Tag { get; set; } = "\"v1\"";

    public bool KnowsRanges { get; set; } = true;

    public bool TellsLength { get; set; } = true;

    /// <summary>Every response holds so many bytes at most, whether a range was asked for or not.</summary>
    public int? PartBytes { get; set; }

    public DateTimeOffset? Modified { get; set; }

    /// <summary>Where the next connections break, counted from the file's start; none breaks after these.</summary>
    public Queue<long> BreaksAt { get; } = new();

    /// <summary>Runs once, before that byte is given.</summary>
    public (long At, Func<Task> Then)? Then { get; set; }

    /// <summary>The <c>Range</c> and the <c>If-Range</c> of every request, or null.</summary>
    public List<(string? Range, string? Condition)> Asked { get; } = [];

    /// <summary>Bytes given away in all.</summary>
    public long Given { get; private set; }

    public HttpResponseMessage Respond(HttpRequestMessage request)
    {
        var (range, condition) = (request.Headers.Range, request.Headers.IfRange);
        Asked.Add((range?.ToString(), condition?.ToString()));
        if (!KnowsRanges || (condition is not null && condition.EntityTag?.ToString() != Tag)) range = null;
        var from = range?.Ranges.Single().From ?? 0;
        if (!BreaksAt.TryDequeue(out var breaks)) breaks = long.MaxValue;
        var isPart = range is not null || PartBytes is not null;
        var end = Math.Min(Video.Length, from + (PartBytes ?? Video.Length));
        var content = new StreamContent(new HostStream(this, from, end, breaks));
        var response = new HttpResponseMessage(isPart ? HttpStatusCode.PartialContent : HttpStatusCode.OK) { Content = content };
        if (TellsLength || isPart) content.Headers.ContentLength = end - from;
        if (isPart) content.Headers.ContentRange = new ContentRangeHeaderValue(from, end - 1, Video.Length);
        content.Headers.LastModified = Modified;
        response.Headers.ETag = Tag is null ? null : EntityTagHeaderValue.Parse(Tag);
        return response;
    }

    private sealed class HostStream(VideoHost host, long from, long end, long breaks) : MemoryStream
    {
        private readonly byte[] _video = host.Video;
        private long _at = from;

        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (host.Then is { } then && _at >= then.At)
            {
                host.Then = null;
                await then.Then();
            }
            cancellationToken.ThrowIfCancellationRequested();
            if (_at >= breaks) throw new IOException("The connection was reset.");
            // Never a whole block at once.
            var read = (int)Math.Min(Math.Min(buffer.Length, 1_000_003), Math.Min(end, breaks) - _at);
            _video.AsMemory((int)_at, read).CopyTo(buffer);
            _at += read;
            host.Given += read;
            return read;
        }
    }
}
