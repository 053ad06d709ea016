namespace Seedance.Functions.Tests.Uploads;

public class UploadNameTests
{
    [Theory]
    [InlineData("studio/photo.png", UploadKind.Image)]
    [InlineData("studio/PHOTO.JPEG", UploadKind.Image)]
    [InlineData("studio/a.b.webp", UploadKind.Image)]
    [InlineData("studio/first.png", UploadKind.Image)]
    [InlineData("studio/a.first.jpg", UploadKind.FirstFrame)]
    [InlineData("studio/a.Last.PNG", UploadKind.LastFrame)]
    [InlineData("studio/a.job.json", UploadKind.Job)]
    [InlineData("studio/a.JOB.JSON", UploadKind.Job)]
    [InlineData("studio/job.json", UploadKind.Sidecar)]
    [InlineData("studio/a.json", UploadKind.Sidecar)]
    [InlineData("studio/a.gif", UploadKind.Other)]
    [InlineData("studio/a", UploadKind.Other)]
    [InlineData("studio/a.png/b", UploadKind.Other)]
    [InlineData("studio/.DS_Store", UploadKind.Hidden)]
    [InlineData("studio/.png", UploadKind.Hidden)]
    public void A_name_says_what_a_file_is_for(string name, object kind) => Assert.Equal(kind, Parse(name).Kind);

    [Theory]
    [InlineData("studio/a/b/photo.png", "studio", "a,b", "studio/a/b/photo.json")]
    [InlineData("studio/photo.v2.png", "studio", "", "studio/photo.v2.json")]
    [InlineData("studio/a.first.png", "studio", "", "studio/a.json")]
    [InlineData("studio/a.last.webp", "studio", "", "studio/a.json")]
    [InlineData("photo.png", null, "", "photo.json")]
    public void Folders_and_the_file_beside_follow_from_it(string name, string? client, string folders, string sidecar)
    {
        var parsed = Parse(name);

        Assert.Equal(client, parsed.Client);
        Assert.Equal(folders, string.Join(',', parsed.Folders));
        Assert.Equal(sidecar, parsed.Sidecar);
        Assert.Equal(name, parsed.Folder + parsed.File);
    }

    [Theory]
    [InlineData("studio/a.first.png", "studio/a.last.jpg", true)]
    [InlineData("studio/a.last.png", "studio/a.first.png", true)]
    [InlineData("studio/a.first.png", "studio/a.first.jpg", false)]
    [InlineData("studio/a.first.png", "studio/b.last.png", false)]
    [InlineData("studio/a.first.png", "studio/a.x.last.png", false)]
    [InlineData("studio/a.first.png", "studio/a.png", false)]
    [InlineData("studio/a.first.png", "studio/a.", false)]
    public void Two_frames_know_each_other(string one, string other, bool belong) => Assert.Equal(belong, Parse(one).IsOtherFrameOf(Parse(other)));

    [Theory]
    [InlineData("")]
    [InlineData("/a.png")]
    [InlineData("a//b.png")]
    [InlineData("a/./b.png")]
    [InlineData("a/../b.png")]
    [InlineData("a/..")]
    [InlineData("a/")]
    [InlineData("a\\b.png")]
    [InlineData("a/b\n.png")]
    [InlineData("a/b\u0085.png")]
    public void A_name_that_a_url_could_turn_into_another_s_is_refused(string name) => Assert.False(UploadName.TryParse(name, out _));

    [Fact]
    public void A_name_is_as_long_as_storage_allows()
    {
        Assert.True(UploadName.TryParse(new string('a', 1024), out _));
        Assert.False(UploadName.TryParse(new string('a', 1025), out _));
    }

    private static UploadName Parse(string name)
    {
        Assert.True(UploadName.TryParse(name, out var parsed));
        return parsed;
    }
}
