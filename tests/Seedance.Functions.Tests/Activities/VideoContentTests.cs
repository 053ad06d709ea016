using System.Buffers.Binary;

namespace Seedance.Functions.Tests.Activities;

public class VideoContentTests
{
    private static readonly byte[] Complete = VideoDownloads.Boxes(("ftyp", 24), ("moov", 90), ("free", 8), ("mdat", 300));

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void A_file_is_cut_unless_it_ends_where_a_box_ends(int part)
    {
        Assert.False(IsCut(Complete, part));
        // Up to seven bytes behind a box may be padding.
        Assert.All(
            Enumerable.Range(8, Complete.Length - 8),
            length => Assert.Equal(length is not ((>= 24 and < 32) or (>= 114 and < 130)), IsCut(Complete[..length], part)));
    }

    [Fact]
    public void A_box_of_64_bits_is_as_long_as_it_says_and_one_without_an_end_is_never_cut()
    {
        var large = VideoDownloads.Boxes(("ftyp", 24), ("mdat", 100));
        BinaryPrimitives.WriteInt32BigEndian(large.AsSpan(24), 1);
        BinaryPrimitives.WriteInt64BigEndian(large.AsSpan(32), 100);

        Assert.False(IsCut(large, 60));
        Assert.True(IsCut(large[..^1], 60));
        BinaryPrimitives.WriteInt32BigEndian(large.AsSpan(24), 0);
        Assert.False(IsCut(large[..^1], 60));
    }

    [Fact]
    public void What_is_no_box_is_not_called_cut()
    {
        Assert.False(IsCut([.. Complete, .. new byte[100]], 64));
        Assert.False(IsCut([.. Complete, .. Enumerable.Repeat((byte)0xFF, 100)], 64));
        // The header of the second box is split.
        Assert.False(IsCut(Complete[..60], 26));
    }

    private static bool IsCut(byte[] file, int part)
    {
        long? nextBox = 0;
        for (var at = 0; at < file.Length; at += part)
        {
            nextBox = VideoContent.NextBox(file.AsSpan(at, Math.Min(part, file.Length - at)), at, nextBox);
        }
        return nextBox > file.Length;
    }
}
