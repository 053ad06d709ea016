using Seedance.Requests;

namespace Seedance.Tests.Requests;

public sealed class FileUrlTests
{
    [Theory]
    [InlineData("https://e.com/a.jpg")]
    [InlineData("http://e.com/a.JPEG?sv=1.2&sig=x.gif")]
    [InlineData("https://e.com/image")]
    [InlineData("https://e.com/@someone/a.png")]
    [InlineData("https://e.com/v1.2/picture")]
    [InlineData("https://e.com/")]
    [InlineData("https://e.com/photo.2024")]
    [InlineData("https://e.com/photo.original-size")]
    [InlineData("https://例え.jp/絵.png")]
    public void A_URL_that_the_provider_can_fetch_is_taken(string url) => Assert.Empty(CodesOf(url));

    [Theory]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("ftp://e.com/a.jpg")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/a.jpg")]
    [InlineData("e.com/a.jpg")]
    [InlineData("#a")]
    [InlineData("https://")]
    [InlineData("https://user:pw@e.com/a.jpg")]
    [InlineData("https://@e.com/a.jpg")]
    [InlineData("https://e.com/a b.jpg")]
    [InlineData(" https://e.com/a.jpg")]
    [InlineData("https://e.com\\\\a.jpg")]
    [InlineData("")]
    public void A_URL_that_cannot_be_fetched_is_refused(string url) => Assert.Equal(["INVALID_MEDIA_URL"], CodesOf(url));

    [Theory]
    [InlineData("https://e.com/a.gif")]
    [InlineData("https://e.com/a.bmp?x=.png")]
    [InlineData("https://e.com/a.mp4")]
    public void A_foreign_extension_is_refused(string url) => Assert.Equal(["UNSUPPORTED_MEDIA_FORMAT"], CodesOf(url));

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void A_URL_may_have_2048_characters(int length, bool accepted) =>
        Assert.Equal(accepted, CodesOf("https://e.com/".PadRight(length, 'a')).Length == 0);

    [Theory]
    [InlineData(678, true)]
    [InlineData(679, false)]
    public void Characters_beyond_ascii_count_as_what_they_take(int characters, bool accepted) =>
        Assert.Equal(accepted, CodesOf("https://e.com/" + new string('雪', characters)).Length == 0);

    private static string[] CodesOf(string url) =>
        Bodies.Codes(FrontDoor.EvoLink, $$"""{"model":"seedance-2.0","prompt":"x","image_urls":["{{url}}"]}""");
}
