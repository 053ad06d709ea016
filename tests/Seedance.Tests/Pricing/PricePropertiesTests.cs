namespace Seedance.Tests.Pricing;

/// <summary>Every table against every model, resolution and length that validation can let through.</summary>
public sealed class PricePropertiesTests
{
    [Fact]
    public void An_estimate_is_in_order_and_made_of_whole_units()
    {
        foreach (var (table, request) in All())
        {
            var estimate = table.Price(request);

            Assert.Equal(table.Version, estimate.PricingVersion);
            Assert.Equal(estimate.IsUnknown, estimate.AmountToReserve is null);
            Assert.Equal(estimate.Credits is null, estimate.Notes.Count > 0);
            if (estimate.IsUnknown)
            {
                Assert.Null(estimate.To);
                continue;
            }
            Assert.True(estimate.From > 0);
            Assert.True(estimate.To is null || estimate.From <= estimate.To);
            Assert.True(estimate.From <= estimate.AmountToReserve);
            Assert.True(request.DurationSeconds == VideoRequest.SmartDuration || !(estimate.AmountToReserve < estimate.To));
            Assert.All([estimate.From, estimate.To, estimate.AmountToReserve], credits => Assert.Equal(0, (credits ?? 0) * 10_000 % 1));
        }
    }

    [Fact]
    public void More_seconds_never_cost_less()
    {
        foreach (var (table, request) in All().Where(pair => pair.Request.DurationSeconds is > 4 and <= 15))
        {
            var offered = CapabilityTable.Find(request.Provider, request.Model)!.Durations;
            var shorter = offered.Last(seconds => seconds < request.DurationSeconds);

            Assert.False(table.Price(request).From < table.Price(request with { DurationSeconds = shorter }).From);
        }
    }

    [Fact]
    public void Known_input_seconds_cost_what_the_range_allows()
    {
        foreach (var (table, request) in All().Where(pair => pair.Request is { VideoUrls.Count: > 0, InputVideoSeconds: null }))
        {
            var open = table.Price(request);
            for (var tenths = 20; tenths <= 150; tenths += 7)
            {
                var estimate = table.Price(request with { InputVideoSeconds = tenths / 10m });

                Assert.False(estimate.From < open.From || estimate.To > open.To);
            }
        }
    }

    private static IEnumerable<(PriceTable Table, VideoRequest Request)> All() =>
        from table in PriceBook.Tables
        from model in CapabilityTable.All
        where model.Provider == table.Provider
        from resolution in model.Resolutions.Concat(model.OptionalResolutions)
        from seconds in model.SmartDuration ? model.Durations.Append(VideoRequest.SmartDuration) : model.Durations
        from search in model.WebSearch ? new[] { false, true } : [false]
        from videos in model.Videos.Max > 0 ? new[] { 0, 1 } : [0]
        from input in videos > 0 ? new decimal?[] { null, 2, 15 } : [null]
        select (table, new VideoRequest
        {
            Provider = model.Provider,
            Model = model.Model,
            Prompt = "x",
            DurationSeconds = seconds,
            Resolution = resolution,
            AspectRatio = "16:9",
            GenerateAudio = seconds % 2 == 0,
            WebSearch = search,
            VideoUrls = videos > 0 ? ["https://e.com/1.mp4"] : [],
            InputVideoSeconds = input,
        });
}
