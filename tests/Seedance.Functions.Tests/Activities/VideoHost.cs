using System.Net;
using System.Net.Http.Headers;

namespace Seedance.Functions.Tests.Activities;

/// <summary>A host of one video that knows ranges and validators as RFC 9110 wants them, and breaks off where a test says.</summary>
internal sealed class VideoHost(byte[] video)
{
    public byte[] Video { get; set; } = video;

    public string? Tag { get; set; } = "\"v1\"";

    public bool KnowsRanges { get; set; } = true;

    public bool TellsLength { get; set; } = true;

    /// <summary>Where the next connections break, counted from the file's start; the last one counts for all that follow.</summary>
    public Queue<long> BreaksAt { get; } = new();

    /// <summary>Runs once, before that byte is given.</summary>
    public (long At, Func<Task> Then)? Then { get; set; }

    /// <summary>The <c>Range</c> of every request, or null.</summary>
    public List<string?> Ranges { get; } = [];

    public List<string?> Conditions { get; } = [];

    /// <summary>Bytes given away in all.</summary>
    public long Given { get; private set; }

    public HttpResponseMessage Respond(HttpRequestMessage request)
    {
        Ranges.Add(request.Headers.Range?.ToString());
        Conditions.Add(request.Headers.IfRange?.ToString());
        var range = KnowsRanges && IsCurrent(request.Headers.IfRange) ? request.Headers.Range?.Ranges.Single() : null;
        if (range?.From >= Video.Length)
        {
            var nothing = new HttpResponseMessage(HttpStatusCode.RequestedRangeNotSatisfiable) { Content = new ByteArrayContent([]) };
            nothing.Content.Headers.ContentRange = new ContentRangeHeaderValue(Video.Length);
            return nothing;
        }
        var from = range?.From ?? 0;
        var to = Math.Min(range?.To + 1 ?? Video.Length, Video.Length);
        var breaks = BreaksAt.Count > 1 ? BreaksAt.Dequeue() : BreaksAt.Count == 1 ? BreaksAt.Peek() : long.MaxValue;
        var content = new StreamContent(new HostStream(this, from, to, breaks));
        var response = new HttpResponseMessage(range is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent) { Content = content };
        if (TellsLength || range is not null) content.Headers.ContentLength = to - from;
        if (range is not null) content.Headers.ContentRange = new ContentRangeHeaderValue(from, to - 1, Video.Length);
        response.Headers.ETag = Tag is null ? null : EntityTagHeaderValue.Parse(Tag);
        return response;
    }

    private bool IsCurrent(RangeConditionHeaderValue? condition) => condition is null || condition.EntityTag?.ToString() == Tag;

    private sealed class HostStream(VideoHost host, long from, long to, long breaks) : MemoryStream
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
            var read = (int)Math.Min(Math.Min(buffer.Length, 1_000_003), Math.Min(to, breaks) - _at);
            _video.AsMemory((int)_at, read).CopyTo(buffer);
            _at += read;
            host.Given += read;
            return read;
        }
    }
}
