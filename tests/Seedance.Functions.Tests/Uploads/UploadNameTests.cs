namespace Seedance.Functions.Tests.Uploads;

public class UploadNameTests
{
    [Theory]
    [InlineData("studio/a/b/PHOTO.JPEG", UploadKind.Image, "studio", "a,b", "studio/a/b/PHOTO.json")]
    [InlineData("studio/photo.v2.webp", UploadKind.Image, "studio", "", "studio/photo.v2.json")]
    [InlineData("photo.png", UploadKind.Image, null, "", "photo.json")]
    [InlineData("studio/a.first.jpg", UploadKind.FirstFrame, "studio", "", "studio/a.json")]
    [InlineData("studio/a.Last.PNG", UploadKind.LastFrame, "studio", "", "studio/a.json")]
    [InlineData("studio/a.JOB.JSON", UploadKind.Job)]
    [InlineData("studio/job.json", UploadKind.Sidecar)]
    [InlineData("studio/a.gif", UploadKind.Other)]
    [InlineData("studio/a.png/b", UploadKind.Other, "studio", "a.png")]
    [InlineData("studio/.DS_Store", UploadKind.Hidden)]
    [InlineData("studio/.png", UploadKind.Hidden)]
    public void A_name_says_what_a_file_is_for_and_what_lies_next_to_it(
        string name, object kind, string? client = "studio", string folders = "", string? sidecar = null)
    {
        var parsed = Parse(name);

        Assert.Equal((kind, client, folders), (parsed.Kind, parsed.Client, string.Join(',', parsed.Folders)));
        Assert.Equal(name, parsed.Folder + parsed.File);
        if (sidecar is not null) Assert.Equal(sidecar, parsed.Sidecar);
    }

    [Fact]
    public void Two_frames_know_each_other()
    {
        var first = Parse("studio/a.first.png");

        Assert.Equal((true, true), (first.IsOtherFrameOf(Parse("studio/a.last.jpg")), Parse("studio/a.last.jpg").IsOtherFrameOf(first)));
        Assert.All(
            ["studio/a.first.jpg", "studio/b.last.png", "studio/a.png"], other => Assert.False(first.IsOtherFrameOf(Parse(other))));
    }

    [Fact]
    public void A_name_that_a_url_could_turn_into_another_s_or_that_is_too_long_is_refused()
    {
        Assert.All(
            ["", "/a.png", "a//b.png", "a/./b", "a/../b", "a/..", "a/", "a\\b.png", "a/b\n.png", "a/b\u0085.png", new string('a', 1025)],
            name => Assert.False(UploadName.TryParse(name, out _)));
        Parse(new string('a', 1024));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("100%25 wool", "100% wool")]
    [InlineData("Ein%20F%C3%BCchslein", "Ein Füchslein")]
    [InlineData("%f0%9f%a6%8a", "🦊")]
    public void Metadata_is_percent_encoded_UTF8(string value, string text)
    {
        Assert.True(UploadMetadata.TryDecode(value, out var read));
        Assert.Equal(text, read);
        string[] wrong = ["100%", "%+1", "%FF%FE", "%C3", "%ED%A0%80", "FÃ¼chslein", "a\tb"];
        Assert.All(wrong, other => Assert.False(UploadMetadata.TryDecode(other, out _)));
    }

    [Theory]
    [InlineData("Füchslein 🦊\n100%", 1, 17)]
    // Cut between characters.
    [InlineData("狐", 2000, 166)]
    public void Metadata_that_is_written_can_be_read(string text, int times, int characters)
    {
        text = string.Concat(Enumerable.Repeat(text, times));

        var value = UploadMetadata.Encode(text);

        Assert.True(UploadMetadata.IsPlain(value));
        Assert.True(UploadMetadata.TryDecode(value, out var read));
        Assert.Equal(text[..characters], read);
    }

    private static UploadName Parse(string name)
    {
        Assert.True(UploadName.TryParse(name, out var parsed));
        return parsed;
    }
}
