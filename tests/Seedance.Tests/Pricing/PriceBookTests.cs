namespace Seedance.Tests.Pricing;

public sealed class PriceBookTests
{
    [Theory]
    [InlineData("2026-03-30", Priced.March)]
    [InlineData("2026-04-15", Priced.March)]
    [InlineData("2026-04-16", Priced.April)]
    [InlineData("2026-09-15", Priced.April)]
    [InlineData("2026-09-16", Priced.September)]
    [InlineData("2031-01-01", Priced.September)]
    public void The_newest_table_in_force_applies(string day, string version) =>
        Assert.Equal(version, new PriceBook().Price(Priced.Request(), At(day)).PricingVersion);

    [Fact]
    public void A_day_is_a_day_in_UTC() =>
        Assert.Equal(Priced.April, new PriceBook().Find(ProviderNames.EvoLink, DateTimeOffset.Parse(
            "2026-09-16T01:00:00+02:00", System.Globalization.CultureInfo.InvariantCulture))!.Version);

    [Fact]
    public void Before_the_first_table_the_price_is_unknown()
    {
        var estimate = new PriceBook().Price(Priced.Request(), At("2026-03-29"));

        Assert.True(estimate.IsUnknown);
        Assert.Null(estimate.AmountToReserve);
        Assert.Single(estimate.Notes);
    }

    [Theory]
    [InlineData(Priced.April, Priced.April)]
    [InlineData("2026-05-01", Priced.April)]
    [InlineData("", Priced.September)]
    [InlineData(null, Priced.September)]
    public void A_setting_chooses_a_table_or_a_day(string? choice, string version)
    {
        var book = new PriceBook(new Dictionary<string, string?> { [ProviderNames.EvoLink] = choice });

        Assert.Equal(version, book.Price(Priced.Request(), At("2026-11-20")).PricingVersion);
        Assert.Equal("seedanceapi-2026-02-07", book.Find(ProviderNames.SeedanceApi, At("2026-11-20"))!.Version);
    }

    [Theory]
    [InlineData("evolink", "seedanceapi-2026-02-07")]
    [InlineData("evolink", "2026-01-01")]
    [InlineData("evolink", "newest")]
    [InlineData("ark", "2026-10-01")]
    public void A_choice_that_leads_nowhere_stops_the_start(string provider, string choice)
    {
        var failure = Assert.Throws<ArgumentException>(() => new PriceBook(new Dictionary<string, string?> { [provider] = choice }));

        Assert.Contains(choice, failure.Message, StringComparison.Ordinal);
        Assert.False(PriceBook.TryChoose(provider, choice, out _));
    }

    [Fact]
    public void Tables_have_ids_of_their_own_and_come_newest_first()
    {
        Assert.Equal(PriceBook.Tables.Count, PriceBook.Tables.Select(table => table.Version).Distinct().Count());
        foreach (var tables in PriceBook.Tables.GroupBy(table => table.Provider))
            Assert.Equal(tables.OrderByDescending(table => table.EffectiveFrom), tables);
    }

    private static DateTimeOffset At(string day) =>
        new(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);
}
