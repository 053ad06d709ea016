using System.Net.Http.Json;

namespace Seedance.EndToEnd.Tests;

/// <summary>Creates: as EvoLink's own documents show them, wrong ones, repeated ones, and those of other kinds of clients.</summary>
public sealed class Requests(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private const string Generations = "v1/videos/generations";

    private static readonly string Key = Callers.Alpha.Key;

    public static TheoryData<string> Documented =>
    [
        """
        {"model":"seedance-2.0-text-to-video","prompt":"A macro shot of a glass frog on a green leaf","duration":8,"quality":"720p",
        "aspect_ratio":"16:9","generate_audio":true}
        """,
        """
        {"model":"seedance-2.0-reference-to-video","prompt":"Use video 1 camera movement and audio 1 as background music","duration":10,
        "image_urls":["https://example.com/ref1.jpg"],"video_urls":["https://example.com/reference.mp4"],
        "audio_urls":["https://example.com/bgm.mp3"],"quality":"720p","aspect_ratio":"16:9","generate_audio":true}
        """,
        """{"model":"seedance-2.0-fast-text-to-video","prompt":"城市日落延时摄影","duration":5,"aspect_ratio":"21:9"}""",
        """
        {"model":"seedance-2.0-image-to-video","prompt":"Smooth camera pan, she said: \"You're finally here.\"","duration":8,
        "image_urls":["https://example.com/frame-start.jpg","https://example.com/frame-end.jpg"],"quality":"1080p"}
        """,
    ];

    [Theory]
    [MemberData(nameof(Documented))]
    public async Task A_documented_request_is_accepted_and_reaches_the_provider_as_it_was_meant(string request)
    {
        var ask = new Ask(Ask.EvoLink);
        var body = JsonNode.Parse(request)!.AsObject();
        body["prompt"] = $"{body["prompt"]} {ask.Token}";

        var created = await app.Service.CreateAsync(body.ToJsonString(), ask.Token);
        await app.Service.CompletedAsync(created.Id);

        Assert.Equal(("video.generation.task", "pending", (string?)body["model"]), (created.Object, created.Status, created.Model));
        var sent = (await app.Service.Simulator.PaidOnceAsync(ask)).Request;
        foreach (var (member, value) in body)
            Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(sent.GetProperty(member).GetRawText())), $"{member} was sent as {sent}");
    }

    [Fact]
    public async Task Every_wrong_member_is_named_and_nothing_reaches_the_provider()
    {
        var ask = new Ask(Ask.EvoLink) { CallbackUrl = new Uri("ftp://example.com/") };
        var body = ask.Body;
        (body["duration"], body["enable_audio"], body["image_urls"]) = (16, true, new JsonArray("https://example.com/a.jpg"));

        var response = await app.Service.PostAsync(body.ToJsonString());

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(
            [
                ("callback_url", "INVALID_CALLBACK_URL"), ("duration", "INVALID_DURATION"), ("enable_audio", "UNKNOWN_PARAMETER"),
                ("image_urls", "MEDIA_NOT_SUPPORTED"),
            ],
            response.Error.Errors!.Select(violation => (violation.Param, violation.Code)).Order());
        Assert.Empty(await app.Service.Simulator.SubmitsAsync(ask));
    }

    /// <summary>It does not know the length before it sends the body. Functions' built-in HTTP model loses such bodies.</summary>
    [Fact]
    public async Task PostAsJsonAsync_of_dotnet_which_sends_chunks_creates_a_video()
    {
        var ask = new Ask(Ask.EvoLink);
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };

        using var response = await http.PostAsJsonAsync(new Uri(app.Service.BaseUrl, Generations), ask.Body);

        var task = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<TaskView>(Response.Json);
        await app.Service.CompletedAsync(task!.Id);
        await app.Service.Simulator.PaidOnceAsync(ask);
    }

    [Theory]
    [InlineData(Generations, Ask.EvoLink)]
    [InlineData("v1/generate", Ask.SeedanceApi)]
    public async Task Fifty_creates_at_once_with_one_idempotency_key_are_one_paid_task(string path, string provider)
    {
        var ask = new Ask(provider);
        var body = ask.Body;
        if (path != Generations)
        {
            body.Remove("model");
            body["duration"] = "8";
        }

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CreateAsync()));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.Status));
        Assert.Single(responses, response => !response.Headers.Contains("Idempotency-Replayed"));
        var id = Assert.Single(responses.Select(IdOf).Distinct());
        await app.Service.CompletedAsync(id);
        await app.Service.Simulator.PaidOnceAsync(ask);
        body["prompt"] = $"Another lighthouse, {ask.Token}";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await CreateAsync()).Status);

        Task<Response> CreateAsync()
            => app.Service.SendAsync(HttpMethod.Post, path, body.ToJsonString(), Key, ("Idempotency-Key", ask.Token));
    }

    [Fact]
    public async Task A_client_that_follows_the_202_gets_the_ended_task()
    {
        var response = await app.Service.SendAsync(
            HttpMethod.Post, Generations, new Ask(Ask.EvoLink).Body.ToJsonString(), Key, ("Prefer", "respond-async"));

        Assert.Equal(["respond-async"], response.Headers.GetValues("Preference-Applied"));
        var ended = await Eventually.ReadAsync("That the operation ends", FollowAsync, seen => seen.Status == HttpStatusCode.OK);
        Assert.Equal("completed", ended.Task.Status);

        async Task<Response> FollowAsync()
        {
            Assert.Equal(HttpStatusCode.Accepted, response.Status);
            Assert.NotNull(response.Headers.RetryAfter?.Delta);
            return response = await app.Service.GetAsync(response.Headers.Location!.AbsoluteUri);
        }
    }

    private static string IdOf(Response response) => response.Root.TryGetProperty("data", out var data)
        ? data.GetProperty("task_id").GetString()!
        : response.Task.Id;
}
