namespace Seedance.Tests.Requests;

public sealed class RequestFingerprintTests
{
    private const string Body = """
        {"model":"seedance-2.0","prompt":"é 城","video_urls":["https://e.com/1.mp4"],"input_video_seconds":5,"duration":7,"callback_url":"https://e.com/x"}
        """;

    [Theory]
    [InlineData("""{"callback_url":"https://e.com/x","duration":7,"input_video_seconds":5.0,"video_urls":["https://e.com/1.mp4"],"prompt":"\u00e9 \u57ce","model":"seedance-2.0"}""")]
    [InlineData("""{ "model" : "seedance-2.0-reference-to-video", "prompt":"é 城", "image_urls":[], "video_urls":["https://e.com/1.mp4"], "input_video_seconds":[5], "duration":7, "quality":"720p", "aspect_ratio":"16:9", "generate_audio":true, "callback_url":"https://e.com/x" }""")]
    public void Another_spelling_is_the_same_request(string json) => Assert.Equal(Of(Body), Of(json));

    [Theory]
    [InlineData("prompt", "é 城", "é 城 ")]
    [InlineData("model", "seedance-2.0", "seedance-2.0-fast-reference-to-video")]
    [InlineData("video", "1.mp4", "2.mp4")]
    [InlineData("video", "\"video_urls\"", "\"image_urls\":[\"https://e.com/1.png\"],\"video_urls\"")]
    [InlineData("duration", ":7", ":8")]
    [InlineData("input", ":5", ":6")]
    [InlineData("input", "\"input_video_seconds\":5,", "")]
    [InlineData("callback", "com/x", "com/y")]
    [InlineData("quality", "{", "{\"quality\":\"480p\",")]
    [InlineData("ratio", "{", "{\"aspect_ratio\":\"1:1\",")]
    [InlineData("audio", "{", "{\"generate_audio\":false,")]
    public void Another_request_has_another_fingerprint(string what, string from, string to) =>
        Assert.True(Of(Body) != Of(Body.Replace(from, to, StringComparison.Ordinal)), what);

    [Fact]
    public void Options_that_belong_to_other_models_count_too()
    {
        var request = Bodies.Accepted(RequestFormat.EvoLink, Body);

        string[] fingerprints =
        [
            RequestFingerprint.Of(request),
            RequestFingerprint.Of(request with { WebSearch = true }),
            RequestFingerprint.Of(request with { FixedLens = true }),
            RequestFingerprint.Of(request with { Provider = ProviderNames.SeedanceApi }),
            RequestFingerprint.Of(request with { AudioUrls = ["https://e.com/1.mp4"] }),
            RequestFingerprint.Of(request with { VideoUrls = [], ImageUrls = request.VideoUrls }),
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
    }

    // Stored for as long as keys live: a release that changes it makes honest repetitions look like other requests.
    [Fact]
    public void A_fingerprint_outlives_releases()
    {
        Assert.Equal("91aa90be285c5dc63ef605762263b9312e0283409a1b6698a41793bbf668c9ee", Of("""{"model":"seedance-2.0","prompt":"x"}"""));
        Assert.Equal("6bca757ac4863a658d47c95e495221d4fc4e2f1c46b07ed7a009551a7f03765d", Of(Body));
    }

    private static string Of(string json) => RequestFingerprint.Of(Bodies.Accepted(RequestFormat.EvoLink, json));
}
