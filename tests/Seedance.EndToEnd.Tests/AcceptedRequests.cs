namespace Seedance.EndToEnd.Tests;

/// <summary>Requests as EvoLink's own documents show them.</summary>
public sealed class AcceptedRequests(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    public static TheoryData<string> Documented =>
    [
        """{"model":"seedance-2.0-text-to-video","prompt":"A macro shot of a glass frog on a green leaf, focus shifting to its transparent body and visible beating heart","duration":8,"quality":"720p","aspect_ratio":"16:9","generate_audio":true}""",
        """{"model":"seedance-2.0-image-to-video","prompt":"The camera slowly pushes in as the still image comes alive","image_urls":["https://example.com/first-frame.jpg"],"duration":5,"aspect_ratio":"adaptive"}""",
        """{"model":"seedance-2.0-reference-to-video","prompt":"Use video 1 camera movement throughout the clip and audio 1 as background music","image_urls":["https://example.com/ref1.jpg"],"video_urls":["https://example.com/reference.mp4"],"audio_urls":["https://example.com/bgm.mp3"],"duration":10,"quality":"720p","aspect_ratio":"16:9","generate_audio":true}""",
        """{"model":"seedance-2.0-fast-text-to-video","prompt":"城市日落延时摄影，金色光线洒满天际线","duration":5,"aspect_ratio":"21:9","generate_audio":true}""",
        """{"model":"seedance-2.0-text-to-video","prompt":"A cinematic sunset over the ocean, wide angle","duration":5,"quality":"720p","aspect_ratio":"16:9","model_params":{"web_search":false}}""",
        """{"model":"seedance-2.0-image-to-video","prompt":"Smooth camera pan revealing the landscape, golden hour lighting","image_urls":["https://example.com/frame-start.jpg","https://example.com/frame-end.jpg"],"duration":8,"quality":"1080p"}""",
        """{"model":"seedance-2.0-fast-image-to-video","prompt":"She turned and said: \"You're finally here.\"","image_urls":["https://example.com/first-frame.png"]}""",
        """{"model":"seedance-2.0-fast-reference-to-video","prompt":"The man stopped the woman and said: \"Remember, you must never point at the moon with your finger.\"","image_urls":["https://example.com/ref1.webp"]}""",
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
        {
            // An explicit "no" to a search is what the provider does anyway, and only some models know the member.
            if (member == "model_params") continue;
            Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(sent.GetProperty(member).GetRawText())), $"{member} was sent as {sent}");
        }
    }
}
