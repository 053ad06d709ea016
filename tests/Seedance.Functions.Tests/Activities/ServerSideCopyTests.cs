using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public class ServerSideCopyTests : CopyTest
{
    private const int Length = (6 * BlockBytes) + 100;

    private readonly List<ObservedBlobs.Fetch> _fetches = [];

    public ServerSideCopyTests() => Service.Options.Videos.ServerSideCopyHosts = "cdn.example.com";

    [Fact]
    public async Task Storage_fetches_all_but_the_first_block_by_itself_and_the_video_is_verified_all_the_same()
    {
        var host = Serve(Length);
        Fetch(host, upTo: Length);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(6, _fetches.Count);
        Assert.All(_fetches, fetch => Assert.Equal("\"v1\"", fetch.Version));
        Assert.All(_fetches, fetch => Assert.Equal("https://cdn.example.com/1.mp4?signature=secret", fetch.Source.AbsoluteUri));
        Assert.InRange(host.Given, BlockBytes, BlockBytes + 10);
        Assert.Equal("*", Assert.Single(Service.Blobs.Commits));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_storage_refuses_is_streamed(int fetched)
    {
        var host = Serve(Length);
        Fetch(host, upTo: (fetched + 1) * BlockBytes);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal($"bytes={(fetched + 1) * BlockBytes}-", host.Ranges[1]);
        Assert.Equal(2, host.Ranges.Count);
    }

    [Fact]
    public async Task A_host_that_is_not_named_is_streamed()
    {
        var host = Serve(Length);
        Fetch(host, upTo: Length);

        AssertStored(host.Video, await CopyAsync("https://other.example.com/1.mp4"));

        Assert.Empty(_fetches);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"v1\"")]
    public async Task Without_a_tag_that_proves_the_version_it_is_streamed(string? tag)
    {
        var host = Serve(Length);
        host.Tag = tag;
        Fetch(host, upTo: Length);

        AssertStored(host.Video, await CopyAsync());

        Assert.Empty(_fetches);
    }

    [Fact]
    public async Task What_is_no_video_is_not_fetched()
    {
        var host = Serve(Length);
        "<html>"u8.CopyTo(host.Video);
        Fetch(host, upTo: Length);

        AssertAgain(FailureCodes.VideoIsWebPage, await CopyAsync());

        Assert.Empty(_fetches);
    }

    [Fact]
    public async Task A_video_that_changed_meanwhile_is_not_stored()
    {
        var host = Serve(Length);
        Fetch(host, upTo: Length);
        Service.Web.OnRequest = request =>
        {
            if (request.Headers.Range is not null) host.Tag = "\"v2\"";
            return host.Answer(request);
        };

        AssertAgain(FailureCodes.VideoDownloadFailed, await CopyAsync());
    }

    [Fact]
    public async Task A_killed_copy_goes_on_behind_what_storage_has_fetched()
    {
        var host = Serve(Length);
        Fetch(host, upTo: 3 * BlockBytes);
        await DieAsync(host, 4 * BlockBytes);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal("bytes=0-0", host.Ranges[0]);
        Assert.Equal($"bytes={4 * BlockBytes}-", host.Ranges[1]);
    }

    private void Fetch(VideoHost host, int upTo) => Service.Blobs.OnFetch = fetch =>
    {
        lock (_fetches) _fetches.Add(fetch);
        return fetch.To <= upTo ? host.Video[fetch.From..fetch.To] : null;
    };
}
