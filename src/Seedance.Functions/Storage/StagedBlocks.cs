using Seedance.Functions.Activities;

namespace Seedance.Functions.Storage;

/// <summary>The blocks that earlier runs have left beside a blob, of whatever version.</summary>
/// <param name="blocks">Their ids, as Blob Storage lists them, and lengths in bytes.</param>
internal sealed class StagedBlocks(IReadOnlyList<(string Id, long Bytes)> blocks)
{
    public static StagedBlocks None { get; } = new([]);

    public bool IsEmpty => blocks.Count == 0;

    /// <summary>
    /// The blocks of that version from the first one on, without a gap. All but a video's last block are full. Where two differ under
    /// one number, or where a box begins at the very end of the last one, it ends before: what cannot be read cannot be looked at.
    /// </summary>
    public IReadOnlyList<BlockId> From(string version, long? length, int blockBytes)
    {
        var known = blocks
            .Select(block => BlockId.TryParse(block.Id, out var id) && id.Version == version ? (Id: id, block.Bytes) : default)
            .Where(block => block.Id is not null && block.Bytes == BytesOf(block.Id.Number))
            .ToLookup(block => block.Id!.Number, block => block.Id!);
        var first = new List<BlockId>();
        while (known[first.Count].ToList() is [var only]) first.Add(only);
        while (first is [.., { NextBox: Mp4.Straddling }]) first.RemoveAt(first.Count - 1);
        return first;

        long BytesOf(int number) => Math.Min(blockBytes, (length ?? long.MaxValue) - ((long)number * blockBytes));
    }
}
