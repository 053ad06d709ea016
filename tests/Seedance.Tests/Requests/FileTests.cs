namespace Seedance.Tests.Requests;

/// <summary>The URLs of files, and the lengths of input videos.</summary>
public sealed class FileTests
{
    [Fact]
    public void A_URL_that_the_provider_can_fetch_is_accepted() => AssertEach([],
        "https://e.com/a.jpg", "http://e.com/a.JPEG?sv=1.2&sig=x.gif", "https://e.com/image", "https://e.com/@someone/a.png",
        "https://e.com/v1.2/picture", "https://e.com/", "https://e.com/photo.2024", "https://e.com/photo.original-size",
        "https://例え.jp/絵.png", "https://e.com/".PadRight(2048, 'a'), "https://e.com/" + new string('雪', 678));

    [Fact]
    public void A_URL_that_cannot_be_fetched_is_refused() => AssertEach(["INVALID_MEDIA_URL"],
        "data:image/png;base64,AAAA", "ftp://e.com/a.jpg", "file:///etc/passwd", "/a.jpg", "e.com/a.jpg", "#a", "https://",
        "https://user:pw@e.com/a.jpg", "https://@e.com/a.jpg", "https://e.com/a b.jpg", " https://e.com/a.jpg", "https://e.com\\\\a.jpg",
        "", "https://e.com/".PadRight(2049, 'a'), "https://e.com/" + new string('雪', 679));

    [Fact]
    public void A_foreign_extension_is_refused() => AssertEach(["UNSUPPORTED_MEDIA_FORMAT"],
        "https://e.com/a.gif", "https://e.com/a.bmp?x=.png", "https://e.com/a.mp4");

    [Theory]
    [InlineData(1, "2", "2")]
    [InlineData(1, "1e1", "10")]
    [InlineData(2, "[3.5, 5]", "8.5")]
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
    [InlineData(1, "1e999", "input_video_seconds")]
    [InlineData(1, "[1]", "input_video_seconds[0]")]
    [InlineData(2, "[2, 15.5]", "input_video_seconds[1]")]
    [InlineData(2, "[8, 8]", "input_video_seconds")]
    [InlineData(2, "[8]", "input_video_seconds")]
    [InlineData(1, "[79228162514264337593543950335]", "input_video_seconds[0]")]
    [InlineData(1, "\"5\"", "input_video_seconds", "INVALID_PARAMETER_TYPE")]
    [InlineData(1, "[\"5\"]", "input_video_seconds[0]", "INVALID_PARAMETER_TYPE")]
    [InlineData(1, "[null]", "input_video_seconds[0]", "INVALID_PARAMETER_TYPE")]
    public void Lengths_that_the_videos_cannot_have_are_refused(
        int videos, string seconds, string param, string code = "INVALID_INPUT_VIDEO_SECONDS")
    {
        var violation = Assert.Single(Bodies.Refused(RequestFormat.EvoLink, Lengths(videos, seconds)));

        Assert.Equal((param, code), (violation.Param, violation.Code));
    }

    private static string Lengths(int videos, string seconds)
    {
        var urls = string.Join(',', Enumerable.Range(1, videos).Select(i => $"\"https://e.com/{i}.mp4\""));
        return $$"""{"model":"seedance-2.0","prompt":"x","video_urls":[{{urls}}],"input_video_seconds":{{seconds}}}""";
    }

    private static void AssertEach(string[] codes, params string[] urls) => Assert.All(urls, url => Assert.Equal(
        codes, Bodies.Codes(RequestFormat.EvoLink, $$"""{"model":"seedance-2.0","prompt":"x","image_urls":["{{url}}"]}""")));
}
