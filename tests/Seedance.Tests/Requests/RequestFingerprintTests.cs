namespace Seedance.Tests.Requests;

public sealed class RequestFingerprintTests
{
    private const string Fingerprint = "6bca757ac4863a658d47c95e495221d4fc4e2f1c46b07ed7a009551a7f03765d";

    private const string Body = """
        {"model":"seedance-2.0","prompt":"é 城","video_urls":["https://e.com/1.mp4"],"input_video_seconds":5,"duration":7,
        "callback_url":"https://e.com/x"}
        """;

    private const string Reordered = """
        {"callback_url":"https://e.com/x","duration":7,"input_video_seconds":5.0,"video_urls":["https://e.com/1.mp4"],
        "prompt":"\u00e9 \u57ce","model":"seedance-2.0"}
        """;

    private const string Explicit = """
        { "model" : "seedance-2.0-reference-to-video", "prompt":"é 城", "image_urls":[], "video_urls":["https://e.com/1.mp4"],
        "input_video_seconds":[5], "duration":7, "quality":"720p", "aspect_ratio":"16:9", "generate_audio":true,
        "callback_url":"https://e.com/x" }
        """;

    // Stored for as long as keys live: a release that changes it makes honest repetitions look like other requests.
    [Theory]
    [InlineData("""{"model":"seedance-2.0","prompt":"x"}""", "91aa90be285c5dc63ef605762263b9312e0283409a1b6698a41793bbf668c9ee")]
    [InlineData(Body)]
    [InlineData(Reordered)]
    [InlineData(Explicit)]
    public void A_request_has_one_fingerprint_in_every_spelling_and_release(string json, string fingerprint = Fingerprint)
        => Assert.Equal(fingerprint, RequestFingerprint.Of(Bodies.Accepted(RequestFormat.EvoLink, json)));

    [Fact]
    public void Another_request_has_another_fingerprint()
    {
        var request = Bodies.Accepted(RequestFormat.EvoLink, Body);
        VideoRequest[] requests =
        [
            request, request with { Prompt = "x" }, request with { Model = ModelIds.FastReference }, request with { DurationSeconds = 8 },
            request with { InputVideoSeconds = 6 }, request with { InputVideoSeconds = null }, request with { CallbackUrl = null },
            request with { Resolution = "480p" }, request with { AspectRatio = "1:1" }, request with { GenerateAudio = false },
            request with { WebSearch = true }, request with { FixedLens = true }, request with { Provider = ProviderNames.SeedanceApi },
            request with { AudioUrls = ["https://e.com/1.mp4"] }, request with { VideoUrls = [], ImageUrls = request.VideoUrls },
            request with { VideoUrls = ["https://e.com/2.mp4"] },
        ];

        Assert.Equal(requests.Length, requests.Select(RequestFingerprint.Of).Distinct().Count());
    }
}
