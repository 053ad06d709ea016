using System.Globalization;

namespace Seedance.Tests.Requests;

/// <summary>The URLs of files, and the lengths of input videos.</summary>
public sealed class FileTests
{
    [Fact]
    public void A_URL_that_the_provider_can_fetch_is_accepted() => AssertEach([],
        "https://e.com/a.jpg", "http://e.com/a.JPEG?sv=1.2&sig=x.gif", "https://e.com/image", "https://e.com/@someone/a.png",
        "https://e.com/v1.2/picture", "https://e.com/", "https://e.com/photo.2024", "https://e.com/photo.original-size",
        "https://例え.jp/絵.png");

    [Fact]
    public void A_URL_that_cannot_be_fetched_is_refused() => AssertEach(["INVALID_MEDIA_URL"],
        "data:image/png;base64,AAAA", "ftp://e.com/a.jpg", "file:///etc/passwd", "/a.jpg", "e.com/a.jpg", "#a", "https://",
        "https://user:pw@e.com/a.jpg", "https://@e.com/a.jpg", "https://e.com/a b.jpg", " https://e.com/a.jpg", "https://e.com\\\\a.jpg", "");

    [Fact]
    public void A_foreign_extension_is_refused() => AssertEach(["UNSUPPORTED_MEDIA_FORMAT"],
        "https://e.com/a.gif", "https://e.com/a.bmp?x=.png", "https://e.com/a.mp4");

    [Fact]
    public void A_URL_may_have_2048_bytes()
    {
        AssertEach([], "https://e.com/".PadRight(2048, 'a'), "https://e.com/" + new string('雪', 678));
        AssertEach(["INVALID_MEDIA_URL"], "https://e.com/".PadRight(2049, 'a'), "https://e.com/" + new string('雪', 679));
    }

    [Theory]
    [InlineData(1, "2", "2")]
    [InlineData(1, "15", "15")]
    [InlineData(1, "7.25", "7.25")]
    [InlineData(1, "1e1", "10")]
    [InlineData(1, "[3.5]", "3.5")]
    [InlineData(2, "[3, 5]", "8")]
    [InlineData(2, "8", "8")]
    [InlineData(3, "[2,2,11]", "15")]
    [InlineData(1, "[]", null)]
    public void Lengths_are_a_total_or_one_for_each_video(int videos, string seconds, string? total) => Assert.Equal(
        total is null ? null : decimal.Parse(total, CultureInfo.InvariantCulture),
        Bodies.Accepted(RequestFormat.EvoLink, Lengths(videos, seconds)).InputVideoSeconds);

    [Theory]
    [InlineData(0, "5", "input_video_seconds")]
    [InlineData(1, "1.99", "input_video_seconds")]
    [InlineData(1, "15.01", "input_video_seconds")]
    [InlineData(2, "3.99", "input_video_seconds")]
    [InlineData(1, "-3", "input_video_seconds")]
    [InlineData(1, "1e999", "input_video_seconds")]
    [InlineData(1, "[1]", "input_video_seconds[0]")]
    [InlineData(2, "[2, 15.5]", "input_video_seconds[1]")]
    [InlineData(2, "[8, 8]", "input_video_seconds")]
    [InlineData(2, "[8]", "input_video_seconds")]
    [InlineData(1, "[2, 2]", "input_video_seconds")]
    [InlineData(1, "[79228162514264337593543950335]", "input_video_seconds[0]")]
    public void Lengths_that_the_videos_cannot_have_are_refused(int videos, string seconds, string param)
    {
        var violation = Assert.Single(Bodies.Refused(RequestFormat.EvoLink, Lengths(videos, seconds)));

        Assert.Equal((param, "INVALID_INPUT_VIDEO_SECONDS"), (violation.Param, violation.Code));
    }

    [Theory]
    [InlineData("\"5\"", "input_video_seconds")]
    [InlineData("null", "input_video_seconds")]
    [InlineData("{}", "input_video_seconds")]
    [InlineData("[\"5\"]", "input_video_seconds[0]")]
    [InlineData("[[5]]", "input_video_seconds[0]")]
    [InlineData("[null]", "input_video_seconds[0]")]
    public void Lengths_are_numbers(string seconds, string param)
    {
        var violation = Assert.Single(Bodies.Refused(RequestFormat.EvoLink, Lengths(1, seconds)));

        Assert.Equal((param, "INVALID_PARAMETER_TYPE"), (violation.Param, violation.Code));
    }

    private static string Lengths(int videos, string seconds)
    {
        var urls = string.Join(',', Enumerable.Range(1, videos).Select(i => $"\"https://e.com/{i}.mp4\""));
        return $$"""{"model":"seedance-2.0","prompt":"x","video_urls":[{{urls}}],"input_video_seconds":{{seconds}}}""";
    }

    private static void AssertEach(string[] codes, params string[] urls) => Assert.All(urls, url => Assert.Equal(
        codes, Bodies.Codes(RequestFormat.EvoLink, $$"""{"model":"seedance-2.0","prompt":"x","image_urls":["{{url}}"]}""")));
}
