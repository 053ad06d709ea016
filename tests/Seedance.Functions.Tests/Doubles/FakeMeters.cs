using System.Diagnostics.Metrics;
using Seedance.Functions.Generation;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>Meters whose measurements of credits a test can read.</summary>
internal sealed class FakeMeters : IMeterFactory
{
    private readonly MeterListener _listener = new();
    private readonly List<Meter> _meters = [];

    public FakeMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_meters.Contains(instrument.Meter) && instrument.Name == CreditDrift.HistogramName) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value as string);
            Measured.Add((named["between"]!, value, named["pricing_version"]));
        });
        _listener.Start();
    }

    public List<(string Between, double Value, string? PricingVersion)> Measured { get; } = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(meter => meter.Dispose());
    }
}
