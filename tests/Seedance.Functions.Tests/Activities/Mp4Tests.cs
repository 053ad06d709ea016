using System.Buffers.Binary;

namespace Seedance.Functions.Tests.Activities;

public class Mp4Tests
{
    private static readonly byte[] Whole = VideoDownloads.Boxes(("ftyp", 24), ("moov", 90), ("free", 8), ("mdat", 300));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Boxes_end_where_the_file_ends_however_it_is_cut_into_parts(int part)
    {
        Assert.False(IsCut(Whole, part));
        // At the end of a box, or so few bytes behind it that they may be padding, nothing shows.
        Assert.All(
            Enumerable.Range(8, Whole.Length - 8),
            length => Assert.Equal(length is not ((>= 24 and < 32) or (>= 114 and < 130)), IsCut(Whole[..length], part)));
    }

    [Fact]
    public void A_box_of_64_bits_is_as_long_as_it_says()
    {
        var large = VideoDownloads.Boxes(("ftyp", 24), ("mdat", 100));
        BinaryPrimitives.WriteInt32BigEndian(large.AsSpan(24), 1);
        BinaryPrimitives.WriteInt64BigEndian(large.AsSpan(32), 100);

        Assert.All(new[] { 1, 9, 30, 1000 }, part => Assert.False(IsCut(large, part)));
        Assert.All(new[] { 1, 9, 30, 1000 }, part => Assert.True(IsCut(large[..^1], part)));
        BinaryPrimitives.WriteInt64BigEndian(large.AsSpan(32), long.MaxValue);
        Assert.False(IsCut(large, 1000));
    }

    [Fact]
    public void A_last_box_of_size_0_goes_to_the_end()
    {
        var open = VideoDownloads.Boxes(("ftyp", 24), ("mdat", 100));
        BinaryPrimitives.WriteInt32BigEndian(open.AsSpan(24), 0);

        Assert.False(IsCut(open[..60], 10));
    }

    [Fact]
    public void Padding_behind_the_last_box_is_left_alone()
    {
        Assert.False(IsCut([.. Whole, .. new byte[100]], 64));
        Assert.False(IsCut([.. Whole, .. Enumerable.Repeat((byte)0xFF, 100)], 64));
        Assert.False(IsCut([.. Whole, 1, 2, 3], 64));
    }

    [Fact]
    public void It_goes_on_where_another_left_off()
    {
        var first = new Mp4(0);
        first.Read(Whole.AsSpan(0, 60), 0);
        var second = new Mp4(first.NextBox);
        second.Read(Whole.AsSpan(60), 60);

        Assert.False(second.IsCutAt(Whole.Length));
        Assert.True(second.IsCutAt(Whole.Length - 1));
    }

    [Fact]
    public void Where_a_box_begins_at_the_end_of_a_part_nobody_can_go_on()
    {
        var boxes = new Mp4(0);
        boxes.Read(Whole.AsSpan(0, 26), 0);

        Assert.Equal(Mp4.Straddling, boxes.NextBox);
    }

    [Fact]
    public void What_was_not_looked_at_is_never_said_to_be_cut()
    {
        var boxes = new Mp4(Mp4.Unknown);
        boxes.Read(Whole, 1000);

        Assert.Equal(Mp4.Unknown, boxes.NextBox);
        Assert.False(boxes.IsCutAt(1));
    }

    private static bool IsCut(byte[] file, int part)
    {
        var boxes = new Mp4(0);
        for (var at = 0; at < file.Length; at += part) boxes.Read(file.AsSpan(at, Math.Min(part, file.Length - at)), at);
        return boxes.IsCutAt(file.Length);
    }
}
