namespace Seedance.EndToEnd.Tests.Calling;

internal static class StoredVideos
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>Opens the link of a completed task without a key, and compares the video with what the task says.</summary>
    public static async Task AssertWholeAsync(TaskView task)
    {
        var link = new Uri(Assert.Single(task.Results!));
        Assert.Equal(link.OriginalString, task.Result!.VideoUrl);
        var video = await ReadAsync(link.OriginalString, "video/mp4");
        Assert.Equal("ftyp", Encoding.ASCII.GetString(video, 4, 4));
        Assert.Equal(task.Video!.Bytes, video.LongLength);
        Assert.Equal(task.Video.Sha256, Convert.ToHexStringLower(SHA256.HashData(video)));
    }

    /// <summary>What a link of ours leads to.</summary>
    public static async Task<byte[]> ReadAsync(string link, string mediaType)
    {
        using var redirect = await Http.GetAsync(new Uri(link));
        Assert.Equal(HttpStatusCode.Found, redirect.StatusCode);
        using var response = await Http.GetAsync(redirect.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsByteArrayAsync();
    }
}
