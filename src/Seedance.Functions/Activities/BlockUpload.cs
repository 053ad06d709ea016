using System.Buffers;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>
/// Cuts one version of a video into blocks and stages them beside its blob, a few at a time, while the next one comes in. Hashes and
/// looks at every byte on the way, unless it goes on from blocks of an earlier run, which nobody can read.
/// </summary>
internal sealed class BlockUpload : IAsyncDisposable
{
    /// <summary>The length of every block but the last, in bytes.</summary>
    public const int BlockBytes = 8 * 1024 * 1024;

    private const int Buffers = 3;

    private readonly VideoStore _videos;
    private readonly string _name;
    private readonly string _version;
    private readonly List<string> _ids = [];
    private IncrementalHash? _sha256;
    private Mp4 _boxes;
    private readonly Queue<(Task Stored, byte[] Buffer)> _running = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private int _filled;

    /// <summary>Starts at the first byte, or behind the blocks that are staged already.</summary>
    public BlockUpload(VideoStore videos, string name, string version, IReadOnlyList<BlockId> staged, long? length)
    {
        (_videos, _name, _version) = (videos, name, version);
        _ids.AddRange(staged.Select(id => id.ToString()));
        StagedBytes = Math.Min((long)staged.Count * BlockBytes, length ?? long.MaxValue);
        _sha256 = staged.Count == 0 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        _boxes = new Mp4(staged is [.., var last] ? last.NextBox : 0);
    }

    /// <summary>The blocks in order.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>Bytes in those blocks.</summary>
    public long StagedBytes { get; private set; }

    /// <summary>Bytes taken in so far: where the source is to go on.</summary>
    public long Position => StagedBytes + _filled;

    /// <summary>What has come of the block that is being filled.</summary>
    public ReadOnlyMemory<byte> Filled => _buffer.AsMemory(0, _filled);

    /// <summary>Room for what comes next.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_filled, BlockBytes - _filled);

    /// <summary>True when the bytes so far end in the middle of one of the MP4's boxes.</summary>
    public bool IsCut => _boxes.IsCutAt(Position);

    /// <summary>Counts what was put into <see cref="Free"/>.</summary>
    public void Take(int bytes) => _filled += bytes;

    /// <summary>Stages what has been filled in as one block. Waits only when all buffers are on their way.</summary>
    public async Task StageAsync(CancellationToken cancellationToken)
    {
        var block = _buffer.AsMemory(0, _filled);
        _sha256?.AppendData(block.Span);
        _boxes.Read(block.Span, StagedBytes);
        _ids.Add(NextId(_boxes.NextBox));
        _running.Enqueue((_videos.StageAsync(_name, _ids[^1], block, cancellationToken), _buffer));
        StagedBytes += _filled;
        (_buffer, _filled) = ([], 0);
        _buffer = _running.Count < Buffers ? ArrayPool<byte>.Shared.Rent(BlockBytes) : await OldestAsync();
    }

    /// <summary>Waits until every block is there, and tells the hash of the whole when every byte went through here.</summary>
    public async Task<string?> CompleteAsync()
    {
        while (_running.Count > 0) ArrayPool<byte>.Shared.Return(await OldestAsync());
        return _sha256 is null ? null : Convert.ToHexStringLower(_sha256.GetCurrentHash());
    }

    /// <summary>The id of a block that Blob Storage is to fetch by itself.</summary>
    public BlockId IdOfFetched(int number) => new(_version, number, Mp4.Unknown);

    /// <summary>Counts the next block, which Blob Storage has fetched by itself: nobody here has seen it.</summary>
    public void AddFetched(int bytes)
    {
        _ids.Add(IdOfFetched(_ids.Count).ToString());
        StagedBytes += bytes;
        _boxes = new Mp4(Mp4.Unknown);
        _sha256?.Dispose();
        _sha256 = null;
    }

    public async ValueTask DisposeAsync()
    {
        // A buffer goes back only when nobody reads it any more, however its block ended.
        foreach (var (stored, buffer) in _running)
        {
            await stored.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _sha256?.Dispose();
    }

    private string NextId(long nextBox) => new BlockId(_version, _ids.Count, nextBox).ToString();

    private async Task<byte[]> OldestAsync()
    {
        await _running.Peek().Stored;
        return _running.Dequeue().Buffer;
    }
}
