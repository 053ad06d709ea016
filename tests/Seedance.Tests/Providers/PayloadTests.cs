namespace Seedance.Tests.Providers;

public sealed class PayloadTests : IDisposable
{
    private readonly StubProvider _api = new(404, "{}");

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task EvoLink_gets_every_field_and_the_service_s_callback_url()
    {
        await _api.Client().SubmitAsync(StubProvider.Submission(StubProvider.Text, "https://app.example/webhooks/evolink/t/x"), default);

        Assert.Equal(
            (HttpMethod.Post, "https://provider.test/v1/videos/generations",
                """{"model":"seedance-2.0-text-to-video","prompt":"城市 \"sunset\"","duration":8,"quality":"720p","aspect_ratio":"16:9","generate_audio":true,"model_params":{"web_search":false},"callback_url":"https://app.example/webhooks/evolink/t/x"}""",
                StubProvider.Key),
            Assert.Single(_api.Requests));
    }

    [Fact]
    public async Task EvoLink_gets_files_and_no_web_search_where_the_model_has_none()
    {
        await _api.Client().SubmitAsync(StubProvider.Submission(StubProvider.Text with
        {
            Model = ModelIds.FastReference,
            Prompt = "x",
            ImageUrls = ["https://e.com/1.png?a=1&b=2"],
            VideoUrls = ["https://e.com/1.mp4"],
            AudioUrls = ["https://e.com/1.mp3"],
            GenerateAudio = false,
        }), default);

        Assert.Equal(
            """{"model":"seedance-2.0-fast-reference-to-video","prompt":"x","image_urls":["https://e.com/1.png?a=1&b=2"],"video_urls":["https://e.com/1.mp4"],"audio_urls":["https://e.com/1.mp3"],"duration":8,"quality":"720p","aspect_ratio":"16:9","generate_audio":false}""",
            _api.Requests[0].Body);
    }

    [Fact]
    public async Task Seedanceapi_gets_no_model_no_key_and_the_duration_as_a_string()
    {
        var request = StubProvider.Text with { Provider = ProviderNames.SeedanceApi, Model = ModelIds.Image, ImageUrls = ["https://e.com/1.png"] };

        await _api.Client(seedanceApi: true).SubmitAsync(StubProvider.Submission(request, "https://app.example/webhooks/seedanceapi/t/x"), default);

        Assert.Equal(
            (HttpMethod.Post, "https://provider.test/v1/generate",
                """{"prompt":"城市 \"sunset\"","aspect_ratio":"16:9","resolution":"720p","duration":"8","generate_audio":true,"fixed_lens":false,"image_urls":["https://e.com/1.png"],"callback_url":"https://app.example/webhooks/seedanceapi/t/x"}""",
                null),
            Assert.Single(_api.Requests));
    }

    [Theory]
    [InlineData("task-unified-1-a", "https://provider.test/v1/tasks/task-unified-1-a")]
    [InlineData("a/../b?c", "https://provider.test/v1/tasks/a%2F..%2Fb%3Fc")]
    [InlineData("..", null)]
    [InlineData("", null)]
    [InlineData("a b", null)]
    public async Task A_task_id_stays_one_segment_of_the_path(string id, string? url)
    {
        Assert.IsType<PollOutcome.NotFound>(await _api.Client().GetAsync(id, default));

        Assert.Equal(url is null ? [] : [url], _api.Requests.Select(request => request.Url));
    }
}
