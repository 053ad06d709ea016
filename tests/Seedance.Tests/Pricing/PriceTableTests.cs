namespace Seedance.Tests.Pricing;

/// <summary>Prices that the providers publish, and what follows where they leave something open.</summary>
public sealed class PriceTableTests
{
    private const string March = "evolink-2026-03-30";
    private const string April = "evolink-2026-04-16";
    private const string September = "evolink-2026-09-16";

    [Theory]
    [InlineData(March, "text", 5, "720p", "50")]
    [InlineData(March, "image", 5, "480p", "23.15")]
    [InlineData(April, "text", 5, "720p", "67.5")]
    [InlineData(April, "image", 4, "480p", "25.004")]
    [InlineData(April, "fast-image", 5, "480p", "25.315")]
    [InlineData(September, "text", 5, "480p", "31.3875")]
    [InlineData(September, "reference", 10, "720p", "135")]
    [InlineData(September, "text", 8, "1080p", "270")]
    [InlineData(September, "text", 5, "4k", "344.25")]
    // 12 x 82,013 x 0.465 = 457,632.54 UC.
    [InlineData(September, "fast-text", 12, "480p", "45.7633")]
    [InlineData(September, "mini-text", 5, "720p", "13.5")]
    // The API offers nothing so short: the shortest videos on offer all cost more than the minimum.
    [InlineData(September, "text", 1, "480p", "25.002")]
    [InlineData(September, "mini-text", 1, "480p", "5.0004")]
    public void A_video_costs_its_seconds_and_sound_is_free(string version, string model, int seconds, string resolution, string credits)
    {
        var estimate = Table(version).Price(Request(model, seconds, resolution));

        Assert.Equal((Number(credits), Number(credits), version), (estimate.Credits, estimate.AmountToReserve, estimate.PricingVersion));
        Assert.Empty(estimate.Notes);
        Assert.Equal(estimate.Credits, Table(version).Price(Request(model, seconds, resolution) with { GenerateAudio = false }).Credits);
    }

    [Theory]
    [InlineData(March, "", 7, "3", "720p", "100")]
    [InlineData(April, "", 10, "5", "720p", "164.44")]
    [InlineData(April, "fast-", 10, "5", "720p", "130.12")]
    [InlineData(September, "", 10, "15", "720p", "205.5375")]
    [InlineData(September, "", 10, "5", "4k", "850.5")]
    // 12 x 82,013 x 0.277 = 272,611.212 UC.
    [InlineData(September, "fast-", 6, "6", "480p", "27.2611")]
    [InlineData(September, "mini-", 5, "5", "720p", "16.443")]
    public void Input_videos_are_billed_too(string version, string tier, int seconds, string input, string resolution, string credits)
        => Assert.Equal(Number(credits), Table(version).Price(Reference(seconds, Number(input), tier, resolution)).Credits);

    [Theory]
    [InlineData(March, -1, null, false, "40", "150", "100")]
    [InlineData(September, -1, null, false, "54", "202.5", "135")]
    [InlineData(March, 5, null, true, "50", null, "51")]
    [InlineData(March, 10, true, false, "100", "250", "250")]
    [InlineData(September, 10, true, false, "164.43", "205.5375", "205.5375")]
    public void What_is_open_gives_a_range_and_one_note(
        string version, int seconds, bool? unknownInput, bool search, string from, string? to, string reserve)
    {
        var request = unknownInput == true ? Reference(seconds, null) : Request("text", seconds) with { WebSearch = search };

        var estimate = Table(version).Price(request);

        Assert.Null(estimate.Credits);
        Assert.Equal((Number(from), Number(to), Number(reserve)), (estimate.From, estimate.To, estimate.AmountToReserve));
        Assert.Single(estimate.Notes);
    }

    [Theory]
    [InlineData(March, "text", "1080p")]
    [InlineData(April, "mini-text", "720p")]
    [InlineData(September, "fast-text", "1080p")]
    public void What_a_table_does_not_list_is_unknown_and_not_free(string version, string model, string resolution)
    {
        var estimate = Table(version).Price(Request(model, 5, resolution));

        Assert.Equal((true, null, null, null), (estimate.IsUnknown, estimate.Credits, estimate.To, estimate.AmountToReserve));
        Assert.Contains(resolution, Assert.Single(estimate.Notes), StringComparison.Ordinal);
        Assert.Equal(version, estimate.PricingVersion);
    }

    [Theory]
    [InlineData("", "2.42")]
    [InlineData("fast-", "1.91")]
    public void Dollars_are_those_of_the_provider_s_own_example(string tier, string dollars)
    {
        var estimate = Table(April).Price(Reference(10, 5, tier));

        Assert.Equal(Number(dollars)!.Value, Math.Round(estimate.ToDollars(estimate.Credits)!.Value, 2));
        Assert.Null(Table(March).Price(Request("text", 5)).ToDollars(50));
        Assert.Null(estimate.ToDollars(null));
    }

    [Theory]
    [InlineData("480p", false, "8 14 19")]
    [InlineData("480p", true, "14 28 38")]
    [InlineData("720p", false, "14 28 42")]
    [InlineData("720p", true, "28 56 84")]
    public void Seedanceapi_has_a_list(string resolution, bool audio, string credits)
    {
        foreach (var (seconds, price) in new[] { 4, 8, 12 }.Zip(credits.Split(' ')))
        {
            var request = Request("image", seconds, resolution) with { Provider = ProviderNames.SeedanceApi, GenerateAudio = audio };

            var estimate = Table("seedanceapi-2026-02-07").Price(request);

            Assert.Equal((Number(price), Number(price)), (estimate.Credits, estimate.AmountToReserve));
            Assert.Equal(Number(price) / 200, estimate.ToDollars(estimate.Credits));
            Assert.True(Table(estimate.PricingVersion).Price(request with { DurationSeconds = seconds + 1 }).IsUnknown);
        }
    }

    internal static VideoRequest Request(string model, int seconds, string resolution = "720p") => new()
    {
        Provider = ProviderNames.EvoLink,
        Model = $"seedance-2.0-{model}-to-video",
        Prompt = "x",
        DurationSeconds = seconds,
        Resolution = resolution,
        AspectRatio = "16:9",
        GenerateAudio = true,
    };

    private static VideoRequest Reference(int seconds, decimal? input, string tier = "", string resolution = "720p")
        => Request($"{tier}reference", seconds, resolution) with { VideoUrls = ["https://e.com/1.mp4"], InputVideoSeconds = input };

    private static PriceTable Table(string version)
        => PriceBook.TryChoose(version[..version.IndexOf('-', StringComparison.Ordinal)], version, out var table)
            ? table
            : throw new ArgumentException(version, nameof(version));

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
