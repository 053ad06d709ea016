using System.Net;
using System.Security.Cryptography;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public class LastFrameCopierTests
{
    private static readonly byte[] Png = [0x89, .. "PNG\r\n\u001a\n"u8, 1, 2, 3];

    private readonly FakeService _service = new();
    private readonly TaskRecord _record = Samples.Record;

    public static TheoryData<byte[], string, string> Pictures => new()
    {
        { Png, "png", "image/png" },
        { [0xFF, 0xD8, 0xFF, 0xE0, 1, 2], "jpg", "image/jpeg" },
        { [.. "RIFF1234WEBPVP8 "u8], "webp", "image/webp" },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_picture_is_stored_as_what_its_bytes_are(byte[] picture, string extension, string mediaType)
    {
        _service.Web.OnRequest = _ => VideoDownloads.Of(picture);

        var stored = await CopyAsync();

        var name = $"studio/2026/03/01/{_record.Id}-last.{extension}";
        Assert.Equal(new StoredPicture(name, picture.Length, Convert.ToHexStringLower(SHA256.HashData(picture))), stored);
        Assert.Equal(picture, _service.Blobs.Blobs[name].Content);
        var properties = _service.Blobs.Blobs[name].Properties;
        Assert.Equal(mediaType, properties.ContentType);
        Assert.Equal($"inline; filename=\"{_record.Id}-last.{extension}\"", properties.ContentDisposition);
        Assert.Single(_service.Blobs.Commits);
        Assert.Equal(stored, await CopyAsync());
    }

    [Fact]
    public async Task What_is_no_picture_is_not_stored()
    {
        foreach (var bytes in new byte[][] { [], [0xFF, 0xD8], [.. "<html>"u8], [.. "RIFF1234WAVEfmt "u8], VideoDownloads.Mp4(100) })
        {
            _service.Web.OnRequest = _ => VideoDownloads.Of(bytes);
            Assert.Null(await CopyAsync());
        }
        Assert.Empty(_service.Blobs.Blobs);
    }

    [Fact]
    public async Task Whatever_goes_wrong_with_it_is_no_failure()
    {
        foreach (var status in new[] { HttpStatusCode.Forbidden, HttpStatusCode.Found, HttpStatusCode.PartialContent, HttpStatusCode.BadGateway })
        {
            _service.Web.OnRequest = _ => new HttpResponseMessage(status) { Content = new ByteArrayContent(Png) };
            Assert.Null(await CopyAsync());
        }
        foreach (var exception in new Exception[] { new HttpRequestException("reset"), new DestinationNotAllowedException(), new TaskCanceledException() })
        {
            _service.Web.OnRequest = _ => throw exception;
            Assert.Null(await CopyAsync());
        }
        _service.Web.OnRequest = _ => VideoDownloads.Of(Png);
        _service.Blobs.BeforeCommit = _ => throw new RequestFailedException(503, "busy");
        Assert.Null(await CopyAsync());
    }

    [Fact]
    public async Task A_host_that_is_not_allowed_is_not_asked()
    {
        _service.Options.Videos.AllowedHosts = "other.example.com";

        Assert.Null(await CopyAsync());
    }

    private Task<StoredPicture?> CopyAsync()
        => _service.Get<LastFrameCopier>().CopyAsync(_record, new Uri("https://cdn.example.com/last"), CancellationToken.None);
}
