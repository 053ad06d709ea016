namespace Seedance.Tests.Requests;

public sealed class ImageLimitsTests
{
    [Theory]
    [InlineData(300, 300)]
    [InlineData(300, 750)]
    [InlineData(6000, 2400)]
    [InlineData(299, 300, "INVALID_IMAGE_SIZE")]
    [InlineData(6000, 6001, "INVALID_IMAGE_SIZE")]
    [InlineData(300, 751, "INVALID_IMAGE_RATIO")]
    [InlineData(6000, 2399, "INVALID_IMAGE_RATIO")]
    [InlineData(900, 299, "INVALID_IMAGE_SIZE", "INVALID_IMAGE_RATIO")]
    [InlineData(1, int.MaxValue, "INVALID_IMAGE_SIZE", "INVALID_IMAGE_RATIO")]
    public void Pixels_have_limits_and_every_reason_is_named(int width, int height, params string[] codes)
    {
        var violations = ImageLimits.Check("image_urls[0]", new ImageResult.Recognised(ImageFormat.Png, width, height));

        Assert.Equal(codes.Select(code => ("image_urls[0]", code)), violations.Select(violation => (violation.Param, violation.Code)));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(30_000_000, null)]
    [InlineData(30_000_001, "FILE_TOO_LARGE")]
    [InlineData(0, "EMPTY_FILE")]
    public void A_file_has_something_in_it_and_at_most_30_MB(long bytes, string? code)
        => Assert.Equal(code, ImageLimits.CheckBytes("image_urls[0]", bytes)?.Code);

    [Fact]
    public void What_is_no_picture_or_was_not_read_to_its_size_is_refused()
    {
        Assert.Equal([new("x", "UNREADABLE_IMAGE", "Why not.")], ImageLimits.Check("x", new ImageResult.NotAnImage("Why not.")));
        Assert.Equal("UNREADABLE_IMAGE", Assert.Single(ImageLimits.Check("x", new ImageResult.Incomplete(70_000))).Code);
    }
}
