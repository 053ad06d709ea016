namespace Seedance.Pricing;

/// <summary>EvoLink's prices: a rate for each second of video, input videos included. Amounts are in UC; 10,000 UC are a credit.</summary>
internal sealed class EvoLinkPrices : PriceTable
{
    private const decimal UnitsPerCredit = 10_000;
    private const decimal UnitsPerSearch = 400;
    private const decimal CreditsPerDollarSinceApril = 68;

    /// <summary>Searches that a reservation includes: one credit's worth.</summary>
    private const int SearchesReserved = 25;

    // EvoLink, pricing: the reservation for a duration of -1.
    private const int SmartSecondsReserved = 10;

    // EvoLink, parameter guide: all input videos together.
    private const int MaxInputSeconds = 15;

    public required FrozenDictionary<(ModelTier Tier, string Resolution, bool Videos), decimal> UnitsPerSecond { get; init; }

    /// <summary>Whether input videos are billed as if they were at least as long as the output.</summary>
    public bool InputIsAtLeastOutput { get; init; }

    /// <summary>Whether billed seconds with input videos are rounded up to tenths.</summary>
    public bool RoundsUpToTenths { get; init; }

    public FrozenDictionary<ModelTier, decimal> MinUnits { get; init; } = FrozenDictionary<ModelTier, decimal>.Empty;

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<EvoLinkPrices> Published { get; } = [September2026(), April2026(), March2026()];

    // EvoLink, public pricing rules, in force since 2026-09-16: a base rate in UC for each second, times a factor for the
    // resolution; sound is free.
    private static EvoLinkPrices September2026()
    {
        const decimal Standard = 135_000, Fast = 82_013, Mini = 27_000;
        return new EvoLinkPrices
        {
            Provider = ProviderNames.EvoLink,
            EffectiveFrom = new DateOnly(2026, 9, 16),
            CreditsPerDollar = CreditsPerDollarSinceApril,
            InputIsAtLeastOutput = true,
            RoundsUpToTenths = true,
            MinUnits = new Dictionary<ModelTier, decimal>
            {
                [ModelTier.Standard] = 250_020,
                [ModelTier.Fast] = 151_893,
                [ModelTier.Mini] = 50_004,
            }.ToFrozenDictionary(),
            UnitsPerSecond = Rates(
                (ModelTier.Standard, "480p", Standard * 0.465m, Standard * 0.284m),
                (ModelTier.Standard, "720p", Standard, Standard * 0.609m),
                (ModelTier.Standard, "1080p", Standard * 2.5m, Standard * 1.52m),
                (ModelTier.Standard, "4k", Standard * 5.1m, Standard * 3.15m),
                (ModelTier.Fast, "480p", Fast * 0.465m, Fast * 0.277m),
                (ModelTier.Fast, "720p", Fast, Fast * 0.595m),
                (ModelTier.Mini, "480p", Mini * 0.465m, Mini * 0.284m),
                (ModelTier.Mini, "720p", Mini, Mini * 0.609m)),
        };
    }

    // EvoLink, pricing page of 2026-04-16: nothing about 1080p yet.
    private static EvoLinkPrices April2026() => new()
    {
        Provider = ProviderNames.EvoLink,
        EffectiveFrom = new DateOnly(2026, 4, 16),
        CreditsPerDollar = CreditsPerDollarSinceApril,
        InputIsAtLeastOutput = true,
        UnitsPerSecond = Rates(
            (ModelTier.Standard, "480p", 62_510, 38_070),
            (ModelTier.Standard, "720p", 135_000, 82_220),
            (ModelTier.Fast, "480p", 50_630, 30_120),
            (ModelTier.Fast, "720p", 109_350, 65_060)),
    };

    // EvoLink, guide of March 2026: one price for all six models, input videos billed like output.
    private static EvoLinkPrices March2026() => new()
    {
        Provider = ProviderNames.EvoLink,
        EffectiveFrom = new DateOnly(2026, 3, 30),
        UnitsPerSecond = Rates(
            (ModelTier.Standard, "480p", 46_300, 46_300),
            (ModelTier.Standard, "720p", 100_000, 100_000),
            (ModelTier.Fast, "480p", 46_300, 46_300),
            (ModelTier.Fast, "720p", 100_000, 100_000)),
    };

    private static FrozenDictionary<(ModelTier, string, bool), decimal> Rates(
        params (ModelTier Tier, string Resolution, decimal Plain, decimal WithVideos)[] rates)
    {
        var table = new Dictionary<(ModelTier, string, bool), decimal>();
        foreach (var (tier, resolution, plain, withVideos) in rates)
        {
            table.Add((tier, resolution, false), plain);
            table.Add((tier, resolution, true), withVideos);
        }
        return table.ToFrozenDictionary();
    }

    private protected override Estimate? Find(VideoRequest request, int? searches)
    {
        var model = CapabilityTable.Find(ProviderNames.EvoLink, request.Model)
            ?? throw new ArgumentException($"'{request.Model}' is not a model of {ProviderNames.EvoLink}.", nameof(request));
        var videos = request.VideoUrls.Count > 0;
        if (!UnitsPerSecond.TryGetValue((model.Tier, request.Resolution, videos), out var rate)) return null;

        var smart = request.DurationSeconds == VideoRequest.SmartDuration;
        var (minOutput, maxOutput) = smart ? (model.Durations[0], model.Durations[^1]) : (request.DurationSeconds, request.DurationSeconds);
        var (minInput, maxInput) = !videos ? (0, 0) : (request.InputVideoSeconds ?? 0, request.InputVideoSeconds ?? MaxInputSeconds);
        var from = Video(minOutput, minInput);
        var to = Video(maxOutput, maxInput);
        var reserve = smart ? Video(SmartSecondsReserved, maxInput) : to;
        var counted = request.WebSearch ? searches : 0;
        return new Estimate
        {
            PricingVersion = Version,
            CreditsPerDollar = CreditsPerDollar,
            From = Credits(from, counted ?? 0),
            To = counted is { } known ? Credits(to, known) : null,
            AmountToReserve = Credits(reserve, counted ?? SearchesReserved),
            Notes = Notes(smart, videos && request.InputVideoSeconds is null && from != to, counted is null),
        };

        // Half-up to whole units: EvoLink charges no less.
        decimal Video(int output, decimal input) => Math.Max(
            Math.Round(rate * BilledSeconds(output, input, videos), MidpointRounding.AwayFromZero),
            MinUnits.GetValueOrDefault(model.Tier));
    }

    private static decimal Credits(decimal units, int searches) => (units + (UnitsPerSearch * searches)) / UnitsPerCredit;

    private decimal BilledSeconds(int output, decimal input, bool videos)
    {
        if (!videos) return output;
        var billed = output + (InputIsAtLeastOutput ? Math.Max(input, output) : input);
        return RoundsUpToTenths ? Math.Ceiling(billed * 10) / 10 : billed;
    }

    private static List<string> Notes(bool smart, bool inputUnknown, bool searchesUnknown)
    {
        var notes = new List<string>();
        if (smart) notes.Add($"The model chooses the duration; the reservation is for {SmartSecondsReserved} seconds of output.");
        if (inputUnknown)
            notes.Add($"Input videos are billed, at most {MaxInputSeconds} seconds; with input_video_seconds the estimate is exact.");
        if (searchesUnknown)
        {
            notes.Add($"Each web search costs {UnitsPerSearch / UnitsPerCredit} credits more; how many there will be is not known. "
                + $"The reservation includes {SearchesReserved}.");
        }
        return notes;
    }
}
