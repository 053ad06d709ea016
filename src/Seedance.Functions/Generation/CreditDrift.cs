using System.Diagnostics;
using System.Diagnostics.Metrics;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Generation;

/// <summary>
/// The histogram <c>seedance.credits.drift</c>: how far estimate, reservation and charge of an ended task lie apart, in credits.
/// Its tag <c>between</c> says which two; drift means that a price table is out of date.
/// </summary>
public sealed class CreditDrift
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Seedance.Functions";

    /// <summary>The histogram's name.</summary>
    public const string HistogramName = "seedance.credits.drift";

    private readonly Histogram<double> _drift;

    /// <summary>Makes the histogram.</summary>
    public CreditDrift(IMeterFactory meters)
        => _drift = meters.Create(MeterName).CreateHistogram<double>(
            HistogramName, "{credit}", "Difference between estimated, reserved and charged credits of ended tasks.");

    /// <summary>Records what is known of an ended task. Call it once for each.</summary>
    public void Record(TaskRecord record)
    {
        if (record.CreditsReserved is { } reserved) Record(record, "estimate and reserved", record.Estimate?.DistanceTo(reserved));
        if (record.CreditsCharged is not { } charged) return;
        // What a failed task was not charged says nothing about prices.
        if (charged == 0 && record.State != TaskState.Completed) return;
        Record(record, "estimate and charged", record.Estimate?.DistanceTo(charged));
        Record(record, "reserved and charged", charged - record.CreditsReserved);
    }

    private void Record(TaskRecord record, string between, decimal? difference)
    {
        if (difference is not { } drift) return;
        var tags = new TagList
        {
            { "between", between },
            { "provider", record.Request.Provider },
            { "model", record.Request.Model },
            { "pricing_version", record.Estimate?.PricingVersion },
        };
        _drift.Record((double)drift, tags);
    }
}
