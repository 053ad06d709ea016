namespace Seedance.Tests.Providers;

public sealed class PayloadTests
{
    [Fact]
    public async Task EvoLink_gets_every_field_and_its_own_callback_never_the_caller_s()
    {
        var handler = StubHandler.Of(200, "{}");

        await new EvoLinkProvider(handler.Client(), TimeProvider.System)
            .SubmitAsync(Submissions.Of(Submissions.Text, "https://app.example/webhooks/evolink/t/x"), default);

        var request = Assert.Single(handler.Requests);
        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("https://provider.test/v1/videos/generations", request.Uri.AbsoluteUri);
        Assert.Equal(Submissions.Key, request.IdempotencyKey);
        Assert.Equal(
            """{"model":"seedance-2.0-text-to-video","prompt":"城市 \"sunset\"","duration":8,"quality":"720p","aspect_ratio":"16:9","generate_audio":true,"model_params":{"web_search":false},"callback_url":"https://app.example/webhooks/evolink/t/x"}""",
            request.Body);
    }

    [Fact]
    public async Task EvoLink_gets_files_and_no_web_search_where_the_model_has_none()
    {
        var handler = StubHandler.Of(200, "{}");
        var request = Submissions.Text with
        {
            Model = ModelIds.FastReference,
            Prompt = "x",
            ImageUrls = ["https://e.com/1.png?a=1&b=2"],
            VideoUrls = ["https://e.com/1.mp4"],
            AudioUrls = ["https://e.com/1.mp3"],
            GenerateAudio = false,
        };

        await new EvoLinkProvider(handler.Client(), TimeProvider.System).SubmitAsync(Submissions.Of(request), default);

        Assert.Equal(
            """{"model":"seedance-2.0-fast-reference-to-video","prompt":"x","image_urls":["https://e.com/1.png?a=1&b=2"],"video_urls":["https://e.com/1.mp4"],"audio_urls":["https://e.com/1.mp3"],"duration":8,"quality":"720p","aspect_ratio":"16:9","generate_audio":false}""",
            handler.Requests[0].Body);
    }

    [Fact]
    public async Task Seedanceapi_gets_no_model_and_the_duration_as_a_string()
    {
        var handler = StubHandler.Of(200, "{}");
        var request = Submissions.Text with { Provider = ProviderNames.SeedanceApi, Model = ModelIds.Image, ImageUrls = ["https://e.com/1.png"] };

        await new SeedanceApiProvider(handler.Client(), TimeProvider.System)
            .SubmitAsync(Submissions.Of(request, "https://app.example/webhooks/seedanceapi/t/x"), default);

        var sent = Assert.Single(handler.Requests);
        Assert.Equal("https://provider.test/v1/generate", sent.Uri.AbsoluteUri);
        Assert.Null(sent.IdempotencyKey);
        Assert.Equal(
            """{"prompt":"城市 \"sunset\"","aspect_ratio":"16:9","resolution":"720p","duration":"8","generate_audio":true,"fixed_lens":false,"image_urls":["https://e.com/1.png"],"callback_url":"https://app.example/webhooks/seedanceapi/t/x"}""",
            sent.Body);
    }

    [Theory]
    [InlineData("task-unified-1-a", "https://provider.test/v1/tasks/task-unified-1-a")]
    [InlineData("a/../b?c", "https://provider.test/v1/tasks/a%2F..%2Fb%3Fc")]
    public async Task A_task_id_stays_one_segment(string id, string url)
    {
        var handler = StubHandler.Of(404, "");

        await new EvoLinkProvider(handler.Client(), TimeProvider.System).GetAsync(id, default);

        Assert.Equal(url, handler.Requests[0].Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a b")]
    public async Task An_id_that_cannot_be_one_is_not_asked_for(string id)
    {
        var handler = StubHandler.Of(200, "{}");

        Assert.IsType<PollOutcome.NotFound>(await new EvoLinkProvider(handler.Client(), TimeProvider.System).GetAsync(id, default));
        Assert.Empty(handler.Requests);
    }
}
