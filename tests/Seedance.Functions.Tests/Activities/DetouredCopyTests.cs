using System.IO.Compression;

namespace Seedance.Functions.Tests.Activities;

/// <summary>Links that lead to the video by a redirect or over http, and hosts that compress it.</summary>
public class DetouredCopyTests : CopyTest
{
    private const string Link = "https://api.example.com/v/1";
    private const string Cdn = "https://cdn.example.net:443/1.mp4";

    private readonly Dictionary<string, string> _redirects = [];
    private VideoHost _host;

    public DetouredCopyTests()
    {
        _host = Serve(300);
        Service.Web.OnRequest = request =>
        {
            if (!_redirects.TryGetValue(request.RequestUri!.AbsoluteUri, out var location)) return _host.Respond(request);
            var response = new HttpResponseMessage((HttpStatusCode)(request.RequestUri.Host.StartsWith('c') ? 308 : 302));
            if (location.Length > 0) Assert.True(response.Headers.TryAddWithoutValidation("Location", location));
            return response;
        };
    }

    [Theory]
    [InlineData(null, "/v/2?a=%2F", "../3", "https://cdn.example.net/1.mp4")]
    [InlineData(null, "//cdn.example.net/1.mp4")]
    // To http: asked for over https.
    [InlineData(null, "http://cdn.example.net/1.mp4")]
    [InlineData(FailureCodes.VideoLinkRedirected, "/2", "/3", "/4", "/5")]
    [InlineData(FailureCodes.VideoLinkRedirected, "/v/2", "/v/1")]
    [InlineData(FailureCodes.VideoLinkRedirected, "")]
    [InlineData(FailureCodes.VideoLinkRedirected, "https://")]
    [InlineData(FailureCodes.VideoDestinationNotAllowed, "ftp://cdn.example.net/1.mp4")]
    [InlineData(FailureCodes.VideoDestinationNotAllowed, "file:///etc/passwd")]
    public async Task Redirects_are_followed_three_times_at_most(string? code, params string[] locations)
    {
        var from = new Uri(Link);
        foreach (var location in locations)
        {
            _redirects[from.AbsoluteUri] = location;
            if (Uri.TryCreate(from, location, out var next)) from = next;
        }

        var result = await CopyAsync(Link);

        if (code is null) AssertStored(_host.Video, result);
        else AssertAgain(code, result);
        Assert.InRange(Service.Web.Requests.Count, 1, 4);
        Assert.All(Service.Web.Requests, request => Assert.Equal("https", request.RequestUri!.Scheme));
    }

    [Theory]
    [InlineData("api.example.com, *.example.net", null)]
    [InlineData("api.example.com", FailureCodes.VideoHostNotAllowed)]
    [InlineData("*.example.net", FailureCodes.VideoHostNotAllowed)]
    public async Task Every_redirect_has_to_be_to_a_host_that_is_allowed(string hosts, string? code)
    {
        Service.Options.Videos.AllowedHosts = hosts;
        _redirects[Link] = Cdn;

        Assert.Equal(code, (await CopyAsync(Link)).Failure?.Code);
    }

    [Fact]
    public async Task The_rest_of_a_redirected_video_is_asked_for_at_the_link_again()
    {
        _host.BreaksAt.Enqueue(100);
        _redirects[Link] = Cdn;

        AssertStored(_host.Video, await CopyAsync(Link));

        Assert.Equal(
            [("/v/1", ""), ("/1.mp4", ""), ("/v/1", "bytes=100-"), ("/1.mp4", "bytes=100-")],
            Service.Web.Requests.Select(request => (request.RequestUri!.AbsolutePath, $"{request.Headers.Range}")));
    }

    [Theory]
    [InlineData("http://cdn.example.com/a%2Fb.mp4?s=%3D+1", "https://cdn.example.com/a%2Fb.mp4?s=%3D+1")]
    [InlineData("http://cdn.example.com:8080/1.mp4", "https://cdn.example.com/1.mp4")]
    [InlineData("https://cdn.example.com:8443/1.mp4", "https://cdn.example.com/1.mp4")]
    [InlineData("https://[2606:4700::1]:8443/1.mp4", "https://[2606:4700::1]/1.mp4")]
    [InlineData("https://cdn.example.com:8443/1.mp4", "https://cdn.example.com:8443/1.mp4", "x.example, cdn.example.com:8443")]
    [InlineData("https://a.example.com:8443/1.mp4", "https://a.example.com:8443/1.mp4", "*.example.com:8443")]
    [InlineData("https://cdn.example.com:8443/1.mp4", "https://cdn.example.com/1.mp4", "cdn.example.com, x.example:8443")]
    [InlineData("http://cdn.example.com:8443/1.mp4", null, "cdn.example.com:8443")]
    [InlineData("https://cdn.example.com/1.mp4", null, "cdn.example.com:8443")]
    public async Task Over_http_or_another_port_than_allowed_a_link_is_asked_for_at_https(string link, string? asked, string hosts = "")
    {
        Service.Options.Videos.AllowedHosts = hosts;

        var result = await CopyAsync(link);

        if (asked is null) AssertAgain(FailureCodes.VideoHostNotAllowed, result);
        else AssertStored(_host.Video, result);
        Assert.Equal(asked, Service.Web.Requests.SingleOrDefault()?.RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    public async Task Local_work_may_use_http_and_any_port(string hosts)
    {
        (Service.Options.AllowPrivateNetworks, Service.Options.Videos.AllowedHosts) = (true, hosts);

        AssertStored(_host.Video, await CopyAsync("http://127.0.0.1:5000/1.mp4"));

        Assert.Equal("http://127.0.0.1:5000/1.mp4", Assert.Single(Service.Web.Requests).RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("X-GZip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("aws-chunked")]
    public async Task A_video_that_comes_compressed_unasked_is_unpacked(string encoding)
    {
        var video = VideoDownloads.Mp4(BlockBytes + 777);
        var host = Encoded(video, encoding);
        if (encoding != "aws-chunked") host.BreaksAt.Enqueue(100);

        AssertStored(video, await CopyAsync());

        // Of something compressed nothing is resumed.
        Assert.All(host.Asked, asked => Assert.Null(asked.Range));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_video_that_ends_early_or_is_none_is_not_stored(string encoding)
    {
        var video = VideoDownloads.Boxes(("ftyp", 24), ("mdat", 100_000));
        new Random(1).NextBytes(video.AsSpan(100));
        var host = Encoded(video, encoding);
        host.Video = host.Video[..50_000];
        AssertAgain(FailureCodes.VideoIncomplete, await CopyAsync());

        host.Video = [.. "{\"error\":\"busy, and not compressed\"}"u8];
        AssertAgain(FailureCodes.VideoIncomplete, await CopyAsync());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compressed_file_counts_by_its_unpacked_size(string encoding)
    {
        Service.Options.Videos.MaxBytes = 3 * BlockBytes;
        var host = Encoded([.. VideoDownloads.Mp4(24), .. new byte[20 * BlockBytes]], encoding);

        AssertAgain(FailureCodes.VideoTooLarge, await CopyAsync());

        Assert.Equal((3, 1), (Service.Blobs.Staged.Count, host.Asked.Count));
    }

    [Theory]
    [InlineData("bytes 0-{1}/{0}", null)]
    [InlineData("bytes 0-99/{0}", FailureCodes.VideoDownloadFailed)]
    public async Task Of_a_compressed_video_a_206_has_to_be_the_whole(string range, string? code)
    {
        var host = Encoded(VideoDownloads.Mp4(1000), "gzip");
        var respond = Service.Web.OnRequest;
        Service.Web.OnRequest = request =>
        {
            var response = respond(request);
            response.StatusCode = HttpStatusCode.PartialContent;
            response.Content.Headers.Add("Content-Range", string.Format(range, host.Video.Length, host.Video.Length - 1));
            return response;
        };

        Assert.Equal(code, (await CopyAsync()).Failure?.Code);
    }

    private VideoHost Encoded(byte[] video, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new MemoryStream(),
        })
        {
            packing.Write(video);
        }
        _host = new VideoHost(packed.Length > 0 ? packed.ToArray() : video);
        Service.Web.OnRequest = request =>
        {
            var response = _host.Respond(request);
            response.Content.Headers.ContentEncoding.Add(encoding);
            return response;
        };
        return _host;
    }
}
