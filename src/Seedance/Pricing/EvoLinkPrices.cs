namespace Seedance.Pricing;

/// <summary>EvoLink's prices: a rate for each second of video, input videos included. Amounts are in UC; 10,000 UC are a credit.</summary>
internal sealed class EvoLinkPrices() : PriceTable(ProviderNames.EvoLink)
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

    /// <summary>Units a second, without and with input videos.</summary>
    public Dictionary<(ModelTier Tier, string Resolution), (decimal Plain, decimal WithVideos)> Rates { get; } = [];

    /// <summary>Whether input videos are billed as if they were at least as long as the output.</summary>
    public bool InputIsAtLeastOutput { get; init; }

    /// <summary>Whether billed seconds with input videos are rounded up to tenths.</summary>
    public bool RoundsUpToTenths { get; init; }

    public Dictionary<ModelTier, decimal> MinUnits { get; } = [];
    public static IReadOnlyList<EvoLinkPrices> Published { get; } = [September2026(), April2026(), March2026()];

    // EvoLink, public pricing rules, in force since 2026-09-16: a base rate in UC for each second, times a factor for the
    // resolution; sound is free.
    private static EvoLinkPrices September2026()
    {
        const decimal Standard = 135_000, Fast = 82_013, Mini = 27_000;
        return new EvoLinkPrices
        {
            EffectiveFrom = new DateOnly(2026, 9, 16),
            CreditsPerDollar = CreditsPerDollarSinceApril,
            InputIsAtLeastOutput = true,
            RoundsUpToTenths = true,
            MinUnits = { [ModelTier.Standard] = 250_020, [ModelTier.Fast] = 151_893, [ModelTier.Mini] = 50_004 },
            Rates =
            {
                [(ModelTier.Standard, "480p")] = (Standard * 0.465m, Standard * 0.284m),
                [(ModelTier.Standard, "720p")] = (Standard, Standard * 0.609m),
                [(ModelTier.Standard, "1080p")] = (Standard * 2.5m, Standard * 1.52m),
                [(ModelTier.Standard, "4k")] = (Standard * 5.1m, Standard * 3.15m),
                [(ModelTier.Fast, "480p")] = (Fast * 0.465m, Fast * 0.277m),
                [(ModelTier.Fast, "720p")] = (Fast, Fast * 0.595m),
                [(ModelTier.Mini, "480p")] = (Mini * 0.465m, Mini * 0.284m),
                [(ModelTier.Mini, "720p")] = (Mini, Mini * 0.609m),
            },
        };
    }

    // EvoLink, pricing page of 2026-04-16: nothing about 1080p yet.
    private static EvoLinkPrices April2026() => new()
    {
        EffectiveFrom = new DateOnly(2026, 4, 16),
        CreditsPerDollar = CreditsPerDollarSinceApril,
        InputIsAtLeastOutput = true,
        Rates =
        {
            [(ModelTier.Standard, "480p")] = (62_510, 38_070),
            [(ModelTier.Standard, "720p")] = (135_000, 82_220),
            [(ModelTier.Fast, "480p")] = (50_630, 30_120),
            [(ModelTier.Fast, "720p")] = (109_350, 65_060),
        },
    };

    // EvoLink, guide of March 2026: one price for all six models, input videos billed like output.
    private static EvoLinkPrices March2026() => new()
    {
        EffectiveFrom = new DateOnly(2026, 3, 30),
        Rates =
        {
            [(ModelTier.Standard, "480p")] = (46_300, 46_300),
            [(ModelTier.Standard, "720p")] = (100_000, 100_000),
            [(ModelTier.Fast, "480p")] = (46_300, 46_300),
            [(ModelTier.Fast, "720p")] = (100_000, 100_000),
        },
    };

    private protected override Estimate? Find(VideoRequest request)
    {
        var model = CapabilityTable.Find(ProviderNames.EvoLink, request.Model)
            ?? throw new ArgumentException($"'{request.Model}' is not a model of {ProviderNames.EvoLink}.", nameof(request));
        if (!Rates.TryGetValue((model.Tier, request.Resolution), out var rate)) return null;

        var (videos, known) = (request.VideoUrls.Count > 0, request.InputVideoSeconds);
        var smart = request.DurationSeconds == VideoRequest.SmartDuration;
        var (minOutput, maxOutput) = smart ? (model.Durations[0], model.Durations[^1]) : (request.DurationSeconds, request.DurationSeconds);
        var (minInput, maxInput) = videos ? (known ?? 0, known ?? MaxInputSeconds) : (0, 0);
        var (from, to) = (Units(minOutput, minInput), Units(maxOutput, maxInput));
        var searches = request.WebSearch ? SearchesReserved * UnitsPerSearch : 0;
        return new Estimate
        {
            PricingVersion = Version,
            CreditsPerDollar = CreditsPerDollar,
            From = from / UnitsPerCredit,
            To = request.WebSearch ? null : to / UnitsPerCredit,
            AmountToReserve = ((smart ? Units(SmartSecondsReserved, maxInput) : to) + searches) / UnitsPerCredit,
            Notes = [.. Notes(smart, videos && known is null && from != to, request.WebSearch)],
        };

        // Half-up to whole units: EvoLink charges no less.
        decimal Units(int output, decimal input)
        {
            var units = videos ? rate.WithVideos * BilledSeconds(output, input) : rate.Plain * output;
            return Math.Max(Math.Round(units, MidpointRounding.AwayFromZero), MinUnits.GetValueOrDefault(model.Tier));
        }
    }

    private decimal BilledSeconds(int output, decimal input)
    {
        var billed = output + (InputIsAtLeastOutput ? Math.Max(input, output) : input);
        return RoundsUpToTenths ? Math.Ceiling(billed * 10) / 10 : billed;
    }

    private static IEnumerable<string> Notes(bool smart, bool inputUnknown, bool webSearch)
    {
        if (smart) yield return $"The model chooses the duration; the reservation is for {SmartSecondsReserved} seconds of output.";
        if (inputUnknown)
            yield return $"Input videos are billed, at most {MaxInputSeconds} seconds; with input_video_seconds the estimate is exact.";
        if (webSearch)
        {
            yield return $"Each web search costs {UnitsPerSearch / UnitsPerCredit} credits more; how many there will be is not known. "
                + $"The reservation includes {SearchesReserved}.";
        }
    }
}
