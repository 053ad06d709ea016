using System.Net;
using System.Text;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;
using Seedance.Functions.Tests.Documentation;

namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>What the page about Event Grid shows, run for blobs that exist. That its commands are answered as it says is tested with all other pages.</summary>
public sealed class EventGridPage(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private const string Blob = "studio/shoes.png";

    private static readonly MarkdownPage Page = Repository.Page("docs/event-grid.md");

    private static readonly IReadOnlyList<CheckedCommand> Commands = CheckedCommand.Of(Page);

    [Theory]
    [InlineData("\"eventType\": \"Microsoft.Storage.BlobCreated\"")]
    [InlineData("\"specversion\": \"1.0\"")]
    public async Task The_events_of_the_page_start_a_video(string schema)
    {
        var folder = await UploadFolder.OpenAsync(app);
        var blob = await folder.PutPictureAsync("shoes.png");
        var curl = Curl(schema);
        var body = curl.Body!.Replace($"http://127.0.0.1:10000/devstoreaccount1/uploads/{Blob}", blob.Url.AbsoluteUri, StringComparison.Ordinal)
            .Replace("0x8D4BCC2E4835CD0", blob.ETag, StringComparison.Ordinal)
            .Replace(Blob, blob.Name, StringComparison.Ordinal);

        var answer = await SendAsync(curl with { Body = body }, curl.Headers);

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        await folder.OnlyVideoAsync();
    }

    [Fact]
    public async Task Both_handshakes_are_answered_as_the_page_says()
    {
        var validation = Curl("SubscriptionValidation");
        var options = Curl("OPTIONS");

        var code = await SendAsync(validation, validation.Headers);
        var origin = await SendAsync(options, options.Headers);

        Assert.Contains($"`{code.Body}`", Page.Text, StringComparison.Ordinal);
        Assert.Contains($"`WebHook-Allowed-Origin: {Assert.Single(origin.Headers.GetValues("WebHook-Allowed-Origin"))}`", Page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("404", "functionName=receiveupload", "Notification", "[]")]
    [InlineData("400", "functionName=ReceiveUpload", "Surprise", "[]")]
    [InlineData("500", "functionName=ReceiveUpload", "Notification", "[{")]
    public async Task The_other_answers_are_those_of_its_table(string status, string query, string type, string body)
    {
        Assert.Contains(Page.Rows, row => row[0] == status);
        var answer = await app.Service.SendAsync(
            HttpMethod.Post, $"runtime/webhooks/EventGrid?{query}", body, headers: ("aeg-event-type", type));

        Assert.Equal(status, $"{(int)answer.Status}");
    }

    [Fact]
    public async Task The_job_file_of_the_page_is_two_videos()
    {
        var folder = await UploadFolder.OpenAsync(app);
        await folder.PutAsync("shoes.png", UploadFolder.Picture);
        await folder.PutAsync("night/shoes.png", UploadFolder.Picture);
        var job = Assert.Single(Page.Blocks("json")).Replace("studio/", folder.Path + "/", StringComparison.Ordinal);

        await folder.DeliverAsync(await folder.PutAsync("walk.job.json", Encoding.UTF8.GetBytes(job)));

        var tasks = await folder.TasksAsync();
        Assert.Equal(2, tasks.Count);
        foreach (var task in tasks) await folder.Service.CompletedAsync(task.Id);
    }

    private static CurlCommand Curl(string says)
    {
        var command = Assert.Single(Commands, command => command.Shell.Contains(says, StringComparison.Ordinal));
        return CurlCommand.Parse(command.Shell, _ => "http://placeholder");
    }

    private async Task<Answer> SendAsync(CurlCommand curl, IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(curl.Method, new Uri(app.Service.BaseUrl, new Uri(curl.Url).PathAndQuery));
        if (curl.Body is not null) request.Content = new StringContent(curl.Body, Encoding.UTF8);
        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type") request.Content!.Headers.ContentType = new(value);
            else request.Headers.TryAddWithoutValidation(name, value);
        }
        return await app.Service.SendAsync(request);
    }
}
