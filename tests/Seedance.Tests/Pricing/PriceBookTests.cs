namespace Seedance.Tests.Pricing;

public sealed class PriceBookTests
{
    [Theory]
    [InlineData("2026-03-29", null, "none")]
    [InlineData("2026-03-30", null, "evolink-2026-03-30")]
    [InlineData("2026-04-16", null, "evolink-2026-04-16")]
    [InlineData("2026-09-16T01:00:00+02:00", null, "evolink-2026-04-16")]
    [InlineData("2031-01-01", null, "evolink-2026-09-16")]
    [InlineData("2026-11-20", "evolink-2026-04-16", "evolink-2026-04-16")]
    [InlineData("2026-11-20", "2026-05-01", "evolink-2026-04-16")]
    [InlineData("2026-11-20", "", "evolink-2026-09-16")]
    public void The_newest_table_in_force_applies_or_the_chosen_one(string day, string? choice, string version)
    {
        var book = new PriceBook(new Dictionary<string, string?> { [ProviderNames.EvoLink] = choice });
        var at = DateTimeOffset.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        var estimate = book.Price(PriceTableTests.Request("text", 5), at);

        Assert.Equal((version, version == "none"), (estimate.PricingVersion, estimate.IsUnknown));
    }

    [Theory]
    [InlineData("evolink", "seedanceapi-2026-02-07")]
    [InlineData("evolink", "2026-01-01")]
    [InlineData("ark", "2026-10-01")]
    public void A_choice_that_names_no_table_stops_the_start(string provider, string choice)
    {
        var failure = Assert.Throws<ArgumentException>(() => new PriceBook(new Dictionary<string, string?> { [provider] = choice }));

        Assert.Contains(choice, failure.Message, StringComparison.Ordinal);
        Assert.False(PriceBook.TryChoose(provider, choice, out _));
    }

    /// <summary>Every table against every model, resolution and length that validation can let through.</summary>
    [Fact]
    public void An_estimate_is_in_order_and_more_seconds_never_cost_less()
    {
        foreach (var (table, request) in All())
        {
            var estimate = table.Price(request);
            Assert.Equal(estimate.IsUnknown, estimate.AmountToReserve is null);
            Assert.Equal(estimate.Credits is null, estimate.Notes.Count > 0);
            if (estimate.IsUnknown) continue;
            Assert.True(estimate.From > 0 && estimate.From <= estimate.AmountToReserve && !(estimate.From > estimate.To));
            Assert.All([estimate.From, estimate.To, estimate.AmountToReserve], credits => Assert.Equal(0, (credits ?? 0) * 10_000 % 1));
            if (request.DurationSeconds == VideoRequest.SmartDuration) continue;
            Assert.False(estimate.AmountToReserve < estimate.To);
            Assert.False(table.Price(request with { DurationSeconds = request.DurationSeconds + 1 }).From < estimate.From);
            if (request is not { VideoUrls.Count: > 0, InputVideoSeconds: null }) continue;
            for (var seconds = 2m; seconds <= 15; seconds += 0.7m)
            {
                var exact = table.Price(request with { InputVideoSeconds = seconds });
                Assert.False(exact.From < estimate.From || exact.To > estimate.To);
            }
        }
    }

    private static IEnumerable<(PriceTable Table, VideoRequest Request)> All()
        => from table in PriceBook.Tables
           from model in CapabilityTable.All
           where model.Provider == table.Provider
           from resolution in model.Resolutions.Concat(model.OptionalResolutions)
           from seconds in model.SmartDuration ? model.Durations.Append(VideoRequest.SmartDuration) : model.Durations
           from search in model.WebSearch ? new[] { false, true } : [false]
           from input in model.Videos.Max > 0 ? new decimal?[] { 0, null, 2, 15 } : [0]
           select (table, PriceTableTests.Request("text", seconds, resolution) with
           {
               Provider = model.Provider,
               Model = model.Model,
               GenerateAudio = seconds % 2 == 0,
               WebSearch = search,
               VideoUrls = input == 0 ? [] : ["https://e.com/1.mp4"],
               InputVideoSeconds = input == 0 ? null : input,
           });
}
