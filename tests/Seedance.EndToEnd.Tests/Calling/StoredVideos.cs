using System.Security.Cryptography;

namespace Seedance.EndToEnd.Tests.Calling;

internal static class StoredVideos
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>Opens the link of a completed task as its caller would, without a key, and holds the video against the task's words.</summary>
    public static async Task AssertWholeAsync(TaskView task)
    {
        var link = new Uri(Assert.Single(task.Results!));
        Assert.Equal(link.OriginalString, task.Result!.VideoUrl);
        var storage = await RedirectAsync(link);

        using var response = await Http.GetAsync(storage);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("video/mp4", response.Content.Headers.ContentType?.MediaType);
        var video = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("ftyp", Encoding.ASCII.GetString(video, 4, 4));
        Assert.Equal(task.Video!.Bytes, video.LongLength);
        Assert.Equal(task.Video.Sha256, Convert.ToHexStringLower(SHA256.HashData(video)));
    }

    /// <summary>What a link of ours leads to.</summary>
    public static async Task<byte[]> ReadAsync(string link, string mediaType)
    {
        using var response = await Http.GetAsync(await RedirectAsync(new Uri(link)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task<Uri> RedirectAsync(Uri link)
    {
        using var response = await Http.GetAsync(link);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.Location!;
    }
}
