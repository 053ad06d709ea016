using System.Collections.Frozen;
using Seedance.Capabilities;
using Seedance.Requests;

namespace Seedance.Pricing;

/// <summary>EvoLink's prices: a rate for each second of video, those of input videos included.</summary>
internal sealed class EvoLinkPrices : PriceTable
{
    /// <summary>Searches that a reservation includes: one credit's worth.</summary>
    private const int SearchesReserved = 25;

    // EvoLink, pricing: the reservation for a duration of -1.
    private const int SmartSecondsReserved = 10;

    // EvoLink, parameter guide: all input videos together.
    private const int MostInputSeconds = 15;

    public required FrozenDictionary<(ModelTier Tier, string Resolution, bool Videos), Units> PerSecond { get; init; }

    public required InputBilling InputBilling { get; init; }

    /// <summary>Whether billed seconds with input videos are rounded up to tenths.</summary>
    public bool RoundsUpToTenths { get; init; }

    public FrozenDictionary<ModelTier, Units> Minimum { get; init; } = FrozenDictionary<ModelTier, Units>.Empty;

    public required Units PerSearch { get; init; }

    private protected override Estimate PriceCore(VideoRequest request, int? searches)
    {
        var model = CapabilityTable.Find(ProviderNames.EvoLink, request.Model)
            ?? throw new ArgumentException($"'{request.Model}' is not a model of {ProviderNames.EvoLink}.", nameof(request));
        var videos = request.VideoUrls.Count > 0;
        if (!PerSecond.TryGetValue((model.Tier, request.Resolution, videos), out var rate))
            return Unlisted(request);

        var smart = request.DurationSeconds == VideoRequest.SmartDuration;
        var seconds = request.DurationSeconds;
        var (shortest, longest) = smart ? (model.Durations[0], model.Durations[^1]) : (seconds, seconds);
        var (leastInput, mostInput) = !videos ? (0, 0) : (request.InputVideoSeconds ?? 0, request.InputVideoSeconds ?? MostInputSeconds);
        var from = Video(shortest, leastInput);
        var to = Video(longest, mostInput);
        var reserve = smart ? Video(SmartSecondsReserved, mostInput) : to;
        var counted = request.WebSearch ? searches : 0;
        return new Estimate
        {
            PricingVersion = Version,
            CreditsPerDollar = CreditsPerDollar,
            From = (from + (PerSearch * (counted ?? 0))).Credits,
            To = counted is { } known ? (to + (PerSearch * known)).Credits : null,
            AmountToReserve = (reserve + (PerSearch * (counted ?? SearchesReserved))).Credits,
            Notes = NotesOn(smart, videos && request.InputVideoSeconds is null && from != to, request.WebSearch && searches is null),
        };

        Units Video(int output, decimal input) =>
            Units.Larger((rate * BilledSeconds(output, input, videos)).Rounded(), Minimum.GetValueOrDefault(model.Tier));
    }

    private decimal BilledSeconds(int output, decimal input, bool videos)
    {
        if (!videos)
            return output;
        var billed = output + (InputBilling == InputBilling.AtLeastOutput ? Math.Max(input, output) : input);
        return RoundsUpToTenths ? Math.Ceiling(billed * 10) / 10 : billed;
    }

    private string[] NotesOn(bool smart, bool inputUnknown, bool searchesUnknown)
    {
        if (!smart && !inputUnknown && !searchesUnknown)
            return [];
        var notes = new List<string>();
        if (smart)
            notes.Add($"The model chooses the duration; the reservation is for {SmartSecondsReserved} seconds of output.");
        if (inputUnknown)
            notes.Add($"Input videos are billed, at most {MostInputSeconds} seconds; with input_video_seconds the estimate is exact.");
        if (searchesUnknown)
        {
            notes.Add($"Each web search costs {PerSearch.Credits} credits more; how many there will be is not known. "
                + $"The reservation includes {SearchesReserved}.");
        }
        return [.. notes];
    }
}
