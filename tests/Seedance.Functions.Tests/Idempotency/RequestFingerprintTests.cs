using System.Text;
using Seedance.Functions.Idempotency;
using Seedance.Requests;

namespace Seedance.Functions.Tests.Idempotency;

public class RequestFingerprintTests
{
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox"}""";

    [Theory]
    [InlineData("""{ "prompt": "A fox", "model": "seedance-2.0-text-to-video" }""")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"A f\u006fx","duration":5,"image_urls":[]}""")]
    [InlineData("""{"model":"seedance-2.0","prompt":"A fox"}""")]
    public void Spelling_makes_no_difference(string same) => Assert.Equal(Of(FrontDoor.EvoLink, Body), Of(FrontDoor.EvoLink, same));

    [Theory]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"A fox."}""")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"A fox","duration":6}""")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"A fox","quality":"480p"}""")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"A fox","aspect_ratio":"1:1"}""")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"A fox","generate_audio":false}""")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"A fox","model_params":{"web_search":true}}""")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"A fox","callback_url":"https://8.8.8.8/x"}""")]
    [InlineData("""{"model":"seedance-2.0-fast-text-to-video","prompt":"A fox"}""")]
    [InlineData("""{"model":"seedance-2.0-image-to-video","prompt":"A fox","image_urls":["https://example.com/a.png"]}""")]
    public void Everything_that_is_wanted_makes_one(string other)
        => Assert.NotEqual(Of(FrontDoor.EvoLink, Body), Of(FrontDoor.EvoLink, other));

    [Fact]
    public void The_front_door_makes_none()
        => Assert.Equal(
            Of(FrontDoor.EvoLink, """{"model":"seedance-2.0","prompt":"A fox","duration":8,"quality":"480p","generate_audio":false,"aspect_ratio":"1:1"}"""),
            Of(FrontDoor.SeedanceApi, """{"prompt":"A fox","resolution":"480p","provider":"evolink"}"""));

    private static string Of(FrontDoor door, string body)
        => RequestFingerprint.Of(Assert.IsType<RequestReading.Accepted>(
            new RequestReader(new RequestRules()).Read(door, Encoding.UTF8.GetBytes(body))).Request);
}
