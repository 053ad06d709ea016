namespace Seedance.Tests.Requests;

public sealed class ImageLimitsTests
{
    [Theory]
    [InlineData(300, 300)]
    [InlineData(6000, 6000)]
    [InlineData(300, 750)]
    [InlineData(750, 300)]
    [InlineData(6000, 2400)]
    [InlineData(2400, 6000)]
    public void The_limits_themselves_are_taken(int width, int height) => Assert.Empty(Check(width, height));

    [Theory]
    [InlineData(299, 300, "INVALID_IMAGE_SIZE", "299 x 300")]
    [InlineData(300, 299, "INVALID_IMAGE_SIZE", "300 x 299")]
    [InlineData(6001, 6000, "INVALID_IMAGE_SIZE", "6001 x 6000")]
    [InlineData(6000, 6001, "INVALID_IMAGE_SIZE", "6000 x 6001")]
    [InlineData(300, 751, "INVALID_IMAGE_RATIO", "0.3995 times")]
    [InlineData(751, 300, "INVALID_IMAGE_RATIO", "2.5033 times")]
    [InlineData(6000, 2399, "INVALID_IMAGE_RATIO", "2.501 times")]
    [InlineData(1800, 600, "INVALID_IMAGE_RATIO", "3 times")]
    public void One_pixel_beyond_is_refused_by_name(int width, int height, string code, string says)
    {
        var violation = Assert.Single(Check(width, height));

        Assert.Equal(("image_urls[0]", code), (violation.Param, violation.Code));
        Assert.Contains(says, violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_is_named_at_once() => Assert.Equal(2, Check(900, 299).Count);

    [Fact]
    public void Absurd_sizes_are_refused_without_overflow()
    {
        Assert.Single(Check(int.MaxValue, int.MaxValue));
        Assert.Equal(2, Check(int.MaxValue, 1).Count);
        Assert.Equal(2, Check(1, int.MaxValue).Count);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(30_000_000, null)]
    [InlineData(30_000_001, "FILE_TOO_LARGE")]
    [InlineData(long.MaxValue, "FILE_TOO_LARGE")]
    [InlineData(0, "EMPTY_FILE")]
    public void A_file_has_something_in_it_and_at_most_30_MB(long bytes, string? code) =>
        Assert.Equal(code, ImageLimits.CheckBytes("image_urls[0]", bytes)?.Code);

    [Fact]
    public void What_is_no_picture_or_was_not_read_to_its_size_is_refused()
    {
        var other = Assert.Single(ImageLimits.Check("image_urls[1]", new ImageResult.NotAnImage("Why not.")));
        var unread = Assert.Single(ImageLimits.Check("image_urls[1]", new ImageResult.Incomplete(70_000)));

        Assert.Equal(new RequestViolation("image_urls[1]", "UNREADABLE_IMAGE", "Why not."), other);
        Assert.Equal("UNREADABLE_IMAGE", unread.Code);
    }

    private static IReadOnlyList<RequestViolation> Check(int width, int height) =>
        ImageLimits.Check("image_urls[0]", new ImageResult.Recognised(ImageFormat.Png, width, height));
}
