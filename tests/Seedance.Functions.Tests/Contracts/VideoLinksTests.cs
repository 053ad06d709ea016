using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Contracts;

public class VideoLinksTests
{
    private static readonly TaskRecord Full = Samples.Record with
    {
        Video = new StoredVideo("1.mp4", 1, "a"),
        MoreVideos = [new("2.mp4", 1, "b"), new("3.mp4", 1, "c")],
        LastFrame = new StoredPicture("last.png", 1, "d"),
    };

    [Theory]
    [InlineData(null, null, "1.mp4")]
    [InlineData("1", null, "1.mp4")]
    [InlineData("3", null, "3.mp4")]
    [InlineData("4", null, null)]
    [InlineData("0", null, null)]
    [InlineData("-1", null, null)]
    [InlineData("+2", null, null)]
    [InlineData(" 2", null, null)]
    [InlineData("2147483648", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, "last_frame", "last.png")]
    [InlineData("2", "last_frame", null)]
    [InlineData(null, "LAST_FRAME", null)]
    [InlineData(null, "", null)]
    public void A_link_means_one_of_the_task_s_own_blobs_or_none(string? number, string? part, string? blob)
        => Assert.Equal(blob, VideoLinks.BlobOf(Full, number, part));

    [Fact]
    public void Links_name_what_they_mean_and_carry_one_signature()
    {
        var links = new FakeService().Links;
        var first = links.To(Full);

        Assert.Equal([first, first + "&n=2", first + "&n=3"], links.ToAll(Full));
        Assert.Equal(first + "&part=last_frame", links.ToLastFrame(Full));
        var options = Samples.Options;
        options.SignedLinks = false;
        Assert.EndsWith("/content?n=2", new FakeService(options).Links.ToAll(Full)[1], StringComparison.Ordinal);
    }
}
