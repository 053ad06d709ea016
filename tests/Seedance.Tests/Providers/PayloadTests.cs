namespace Seedance.Tests.Providers;

public sealed class PayloadTests : IDisposable
{
    private const string Callback = "https://app.example/webhooks/x/t/y";

    private readonly StubProvider _api = new(404, "{}");

    public void Dispose() => _api.Dispose();

    [Fact]
    public Task EvoLink_gets_every_field_a_key_and_the_service_s_callback_url() => AssertSentAsync(
        StubProvider.Text,
        Callback,
        "v1/videos/generations",
        """{"model":"seedance-2.0-text-to-video","prompt":"城市 \"sunset\"","duration":8,"quality":"720p","aspect_ratio":"16:9","generate_audio":true,"model_params":{"web_search":false},"callback_url":"https://app.example/webhooks/x/t/y"}""",
        StubProvider.Key);

    [Fact]
    public Task EvoLink_gets_files_and_no_web_search_where_the_model_has_none() => AssertSentAsync(
        StubProvider.Text with
        {
            Model = ModelIds.FastReference,
            ImageUrls = ["https://e.com/1.png?a=1&b=2"],
            VideoUrls = ["https://e.com/1.mp4"],
            AudioUrls = ["https://e.com/1.mp3"],
            GenerateAudio = false,
        },
        null,
        "v1/videos/generations",
        """{"model":"seedance-2.0-fast-reference-to-video","prompt":"城市 \"sunset\"","image_urls":["https://e.com/1.png?a=1&b=2"],"video_urls":["https://e.com/1.mp4"],"audio_urls":["https://e.com/1.mp3"],"duration":8,"quality":"720p","aspect_ratio":"16:9","generate_audio":false}""",
        StubProvider.Key);

    [Fact]
    public Task Seedanceapi_gets_no_model_no_key_and_the_duration_as_a_string() => AssertSentAsync(
        StubProvider.Text with { Provider = ProviderNames.SeedanceApi, Model = ModelIds.Image, ImageUrls = ["https://e.com/1.png"] },
        Callback,
        "v1/generate",
        """{"prompt":"城市 \"sunset\"","aspect_ratio":"16:9","resolution":"720p","duration":"8","generate_audio":true,"fixed_lens":false,"image_urls":["https://e.com/1.png"],"callback_url":"https://app.example/webhooks/x/t/y"}""",
        null);

    [Theory]
    [InlineData("a/../b?c", "https://provider.test/v1/tasks/a%2F..%2Fb%3Fc")]
    [InlineData("..", null)]
    [InlineData("", null)]
    [InlineData("a b", null)]
    public async Task A_task_id_stays_one_segment_of_the_path(string id, string? url)
    {
        Assert.IsType<PollOutcome.NotFound>(await _api.Client().GetAsync(id, default));

        Assert.Equal(url is null ? [] : [url], _api.Requests.Select(request => request.Url));
    }

    private async Task AssertSentAsync(VideoRequest request, string? callback, string path, string body, string? key)
    {
        await _api.Client(request.Provider == ProviderNames.SeedanceApi).SubmitAsync(StubProvider.Submission(request, callback), default);

        Assert.Equal((HttpMethod.Post, $"https://provider.test/{path}", body, key), Assert.Single(_api.Requests));
    }
}
