namespace Seedance.Tests.Pricing;

public sealed class EvoLinkPricesTests
{
    [Theory]
    [InlineData(Priced.March, "seedance-2.0-text-to-video", 5, "720p", "50")]
    [InlineData(Priced.March, "seedance-2.0-text-to-video", 10, "720p", "100")]
    [InlineData(Priced.March, "seedance-2.0-image-to-video", 5, "480p", "23.15")]
    [InlineData(Priced.March, "seedance-2.0-text-to-video", 8, "720p", "80")]
    [InlineData(Priced.March, "seedance-2.0-fast-text-to-video", 8, "720p", "80")]
    [InlineData(Priced.April, "seedance-2.0-text-to-video", 5, "720p", "67.5")]
    [InlineData(Priced.April, "seedance-2.0-image-to-video", 4, "480p", "25.004")]
    [InlineData(Priced.April, "seedance-2.0-fast-text-to-video", 5, "720p", "54.675")]
    [InlineData(Priced.April, "seedance-2.0-fast-image-to-video", 5, "480p", "25.315")]
    [InlineData(Priced.September, "seedance-2.0-text-to-video", 5, "720p", "67.5")]
    [InlineData(Priced.September, "seedance-2.0-text-to-video", 5, "480p", "31.3875")]
    [InlineData(Priced.September, "seedance-2.0-text-to-video", 8, "1080p", "270")]
    [InlineData(Priced.September, "seedance-2.0-text-to-video", 5, "4k", "344.25")]
    // 5 x 82,013 x 0.465 = 190,680.225 UC, and 12 of them 457,632.54.
    [InlineData(Priced.September, "seedance-2.0-fast-text-to-video", 5, "480p", "19.0680")]
    [InlineData(Priced.September, "seedance-2.0-fast-text-to-video", 12, "480p", "45.7633")]
    [InlineData(Priced.September, "seedance-2.0-mini-text-to-video", 5, "720p", "13.5")]
    [InlineData(Priced.September, "seedance-2.0-mini-image-to-video", 4, "480p", "5.022")]
    public void A_video_costs_its_seconds(string version, string model, int seconds, string resolution, string credits)
    {
        var estimate = Priced.Table(version).Price(Priced.Request(model, seconds, resolution));

        Assert.Equal(Number(credits), estimate.Credits);
        Assert.Equal(estimate.Credits, estimate.AmountToReserve);
        Assert.Equal(version, estimate.PricingVersion);
        Assert.Empty(estimate.Notes);
    }

    [Theory]
    [InlineData(Priced.March, "", 7, "3", "720p", "100")]
    [InlineData(Priced.March, "", 10, "8", "720p", "180")]
    [InlineData(Priced.April, "", 10, "5", "720p", "164.44")]
    [InlineData(Priced.April, "fast-", 10, "5", "720p", "130.12")]
    [InlineData(Priced.April, "", 7, "3", "720p", "115.108")]
    [InlineData(Priced.April, "", 4, "15", "480p", "72.333")]
    [InlineData(Priced.September, "", 10, "5", "720p", "164.43")]
    [InlineData(Priced.September, "", 10, "15", "720p", "205.5375")]
    [InlineData(Priced.September, "", 10, "5", "1080p", "410.4")]
    [InlineData(Priced.September, "", 10, "5", "4k", "850.5")]
    // 4 + 12.34 seconds are 16.4 tenths rounded up: 16.4 x 135,000 x 0.284 = 628,776 UC.
    [InlineData(Priced.September, "", 4, "12.34", "480p", "62.8776")]
    // 8.3 x 135,000 x 0.609 = 682,384.5 UC.
    [InlineData(Priced.September, "", 4, "4.3", "720p", "68.2385")]
    // 12 x 82,013 x 0.277 = 272,611.212 UC.
    [InlineData(Priced.September, "fast-", 6, "6", "480p", "27.2611")]
    [InlineData(Priced.September, "mini-", 5, "5", "720p", "16.443")]
    public void Input_videos_are_billed_too(string version, string tier, int seconds, string input, string resolution, string credits) =>
        Assert.Equal(
            Number(credits), Priced.Table(version).Price(Priced.Reference(seconds, Number(input), tier, resolution)).Credits);

    [Fact]
    public void References_without_videos_cost_what_text_costs()
    {
        var request = Priced.Request("seedance-2.0-reference-to-video", 10) with { ImageUrls = ["https://e.com/1.png"] };

        Assert.Equal(100m, Priced.Table(Priced.March).Price(request).Credits);
        Assert.Equal(135m, Priced.Table(Priced.September).Price(request).Credits);
    }

    [Theory]
    [InlineData(Priced.March)]
    [InlineData(Priced.April)]
    [InlineData(Priced.September)]
    public void Sound_is_free(string version)
    {
        var table = Priced.Table(version);
        var loud = Priced.Request();

        Assert.Equal(table.Price(loud).Credits, table.Price(loud with { GenerateAudio = false }).Credits);
    }

    [Fact]
    public void Searches_cost_extra_once_their_number_is_known()
    {
        var request = Priced.Request() with { WebSearch = true };

        Assert.Equal(50.12m, Priced.Table(Priced.March).Price(request, searches: 3).Credits);
        Assert.Equal(67.54m, Priced.Table(Priced.September).Price(request, searches: 1).Credits);
    }

    [Fact]
    public void An_unknown_number_of_searches_leaves_the_estimate_open_upwards()
    {
        var estimate = Priced.Table(Priced.March).Price(Priced.Request() with { WebSearch = true });

        Assert.Null(estimate.Credits);
        Assert.Equal(50m, estimate.From);
        Assert.Null(estimate.To);
        Assert.False(estimate.IsUnknown);
        Assert.Equal(51m, estimate.AmountToReserve);
        Assert.Contains("0.04 credits", Assert.Single(estimate.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Priced.March, "720p", "100", "40", "150")]
    [InlineData(Priced.March, "480p", "46.30", "18.52", "69.45")]
    [InlineData(Priced.September, "720p", "135", "54", "202.5")]
    public void A_duration_of_the_model_s_choice_reserves_ten_seconds(
        string version, string resolution, string reserve, string from, string to)
    {
        var estimate = Priced.Table(version).Price(Priced.Request(seconds: VideoRequest.SmartDuration, resolution: resolution));

        Assert.Null(estimate.Credits);
        Assert.Equal(Number(reserve), estimate.AmountToReserve);
        Assert.Equal((Number(from), Number(to)), (estimate.From, estimate.To));
        Assert.Single(estimate.Notes);
    }

    [Theory]
    [InlineData(Priced.March, 10, "100", "250")]
    [InlineData(Priced.April, 10, "164.44", "205.55")]
    [InlineData(Priced.September, 10, "164.43", "205.5375")]
    public void Unknown_input_seconds_give_a_range_and_reserve_its_end(string version, int seconds, string from, string to)
    {
        var estimate = Priced.Table(version).Price(Priced.Reference(seconds, input: null));

        Assert.Null(estimate.Credits);
        Assert.Equal((Number(from), Number(to)), (estimate.From, estimate.To));
        Assert.Equal(estimate.To, estimate.AmountToReserve);
        Assert.Contains("input_video_seconds", Assert.Single(estimate.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Priced.March, "seedance-2.0-text-to-video", "1080p")]
    [InlineData(Priced.April, "seedance-2.0-text-to-video", "1080p")]
    [InlineData(Priced.April, "seedance-2.0-text-to-video", "4k")]
    [InlineData(Priced.April, "seedance-2.0-mini-text-to-video", "720p")]
    [InlineData(Priced.September, "seedance-2.0-fast-text-to-video", "1080p")]
    public void What_a_table_does_not_list_is_unknown_and_not_free(string version, string model, string resolution)
    {
        var estimate = Priced.Table(version).Price(Priced.Request(model, 5, resolution));

        Assert.True(estimate.IsUnknown);
        Assert.Equal((null, null, null, null), (estimate.Credits, estimate.From, estimate.To, estimate.AmountToReserve));
        Assert.Contains(resolution, Assert.Single(estimate.Notes), StringComparison.Ordinal);
        Assert.Equal(version, estimate.PricingVersion);
    }

    // The API offers nothing so short: the shortest videos on offer all cost more than the minimum.
    [Theory]
    [InlineData("", "25.002")]
    [InlineData("fast-", "15.1893")]
    [InlineData("mini-", "5.0004")]
    public void Nothing_costs_less_than_the_minimum(string tier, string credits) =>
        Assert.Equal(
            Number(credits), Priced.Table(Priced.September).Price(Priced.Request($"seedance-2.0-{tier}text-to-video", 1, "480p")).Credits);

    [Theory]
    [InlineData("", "2.42")]
    [InlineData("fast-", "1.91")]
    public void Dollars_are_those_of_the_provider_s_own_example(string tier, string dollars)
    {
        var estimate = Priced.Table(Priced.April).Price(Priced.Reference(10, 5, tier));

        Assert.Equal(Number(dollars), Math.Round(estimate.ToDollars(estimate.Credits)!.Value, 2));
        Assert.Null(Priced.Table(Priced.March).Price(Priced.Request()).ToDollars(50));
        Assert.Null(estimate.ToDollars(null));
    }

    [Fact]
    public void A_request_to_another_provider_is_a_mistake() =>
        Assert.Throws<ArgumentException>(() => Priced.Table(Priced.March).Price(Priced.Request(provider: ProviderNames.SeedanceApi)));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
