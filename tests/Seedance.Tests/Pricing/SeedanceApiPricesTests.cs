namespace Seedance.Tests.Pricing;

public sealed class SeedanceApiPricesTests
{
    [Theory]
    [InlineData("480p", false, 4, 8, "0.04")]
    [InlineData("480p", false, 8, 14, "0.07")]
    [InlineData("480p", false, 12, 19, "0.095")]
    [InlineData("480p", true, 4, 14, "0.07")]
    [InlineData("480p", true, 8, 28, "0.14")]
    [InlineData("480p", true, 12, 38, "0.19")]
    [InlineData("720p", false, 4, 14, "0.07")]
    [InlineData("720p", false, 8, 28, "0.14")]
    [InlineData("720p", false, 12, 42, "0.21")]
    [InlineData("720p", true, 4, 28, "0.14")]
    [InlineData("720p", true, 8, 56, "0.28")]
    [InlineData("720p", true, 12, 84, "0.42")]
    public void Every_cell_of_the_list(string resolution, bool audio, int seconds, int credits, string dollars)
    {
        foreach (var model in new[] { "seedance-2.0-text-to-video", "seedance-2.0-image-to-video" })
        {
            var request = Priced.Request(model, seconds, resolution, ProviderNames.SeedanceApi) with { GenerateAudio = audio };

            var estimate = Priced.Table("seedanceapi-2026-02-07").Price(request);

            Assert.Equal(credits, estimate.Credits);
            Assert.Equal(credits, estimate.AmountToReserve);
            Assert.Equal(decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture), estimate.ToDollars(estimate.Credits));
        }
    }

    [Theory]
    [InlineData("1080p", 8)]
    [InlineData("720p", 5)]
    public void What_is_not_listed_is_unknown(string resolution, int seconds) =>
        Assert.True(Priced.Table("seedanceapi-2026-02-07")
            .Price(Priced.Request(seconds: seconds, resolution: resolution, provider: ProviderNames.SeedanceApi)).IsUnknown);
}
