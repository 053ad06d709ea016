using System.Text;
using System.Text.Json.Nodes;
using Seedance.EndToEnd.Tests.Running;
using Seedance.Functions.Tests.Documentation;

namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>What the page about Event Grid shows, tried with blobs that exist.</summary>
public sealed class EventGridPage(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private const string Blob = "studio/shoes.png";

    private static readonly MarkdownPage Page = Repository.Page("docs/event-grid.md");

    [Theory]
    [InlineData("eventType")]
    [InlineData("specversion")]
    public async Task The_events_of_the_page_start_a_video(string member)
    {
        var folder = await UploadFolder.OpenAsync(app);
        var blob = await folder.PutPictureAsync("shoes.png");
        var shown = Assert.Single(Page.Blocks("json"), block => block.Contains($"\"{member}\"", StringComparison.Ordinal));
        var created = shown.Replace($"https://<account>.blob.core.windows.net/uploads/{Blob}", blob.Url.AbsoluteUri, StringComparison.Ordinal)
            .Replace("0x8D4BCC2E4835CD0", blob.ETag, StringComparison.Ordinal)
            .Replace(Blob, blob.Name, StringComparison.Ordinal);

        await folder.DeliverAsync(JsonNode.Parse(created)!);

        await folder.OnlyVideoAsync();
    }

    [Fact]
    public async Task The_job_file_of_the_page_is_two_videos()
    {
        var folder = await UploadFolder.OpenAsync(app);
        await folder.PutAsync("shoes.png", UploadFolder.Picture);
        await folder.PutAsync("night/shoes.png", UploadFolder.Picture);
        var job = Assert.Single(Page.Blocks("json"), block => block.Contains("image_urls", StringComparison.Ordinal))
            .Replace("studio/", folder.Path + "/", StringComparison.Ordinal);

        await folder.DeliverAsync(await folder.PutAsync("walk.job.json", Encoding.UTF8.GetBytes(job)));

        var tasks = await folder.TasksAsync();
        Assert.Equal(2, tasks.Count);
        foreach (var task in tasks) await folder.Service.CompletedAsync(task.Id);
    }
}
