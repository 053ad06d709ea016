using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Telemetry;

public class UploadRefusedTests
{
    [Theory]
    [InlineData("INVALID_PROMPT: prompt is missing. INVALID_IMAGE_SIZE: too small.", "INVALID_PROMPT")]
    [InlineData("UNKNOWN_CLIENT: The first folder of an upload must be a client's name.", "UNKNOWN_CLIENT")]
    [InlineData("Something: else altogether", "OTHER")]
    [InlineData("words of an uploader: and more", "OTHER")]
    [InlineData("", "OTHER")]
    public void A_refusal_is_counted_by_its_first_code_and_never_by_words(string reason, string code)
    {
        using var meters = new FakeMeters();

        meters.Metrics.UploadRefused(UploadRefusal.CodeIn(reason));

        Assert.Equal([(1, $"code={code}")], meters.Of("seedance.uploads.refused"));
    }
}
