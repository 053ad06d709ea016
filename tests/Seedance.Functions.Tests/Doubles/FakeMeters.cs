using System.Diagnostics.Metrics;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>Meters whose measurements a test can read.</summary>
internal sealed class FakeMeters : IMeterFactory
{
    private readonly MeterListener _listener = new();
    private readonly List<Meter> _meters = [];
    private readonly List<Measurement> _measured = [];

    public FakeMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_meters.Contains(instrument.Meter)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
        Metrics = new SeedanceMetrics(this);
    }

    public SeedanceMetrics Metrics { get; }

    public IReadOnlyList<Measurement> All
    {
        get
        {
            lock (_measured) return [.. _measured];
        }
    }

    /// <summary>What one instrument measured: the value, and its tags as <c>name=value</c> in the order of their names.</summary>
    public IEnumerable<(double Value, string Tags)> Of(string instrument)
        => All.Where(each => each.Instrument == instrument).Select(each => (each.Value, each.Text));

    public bool Owns(Instrument instrument) => _meters.Contains(instrument.Meter);

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

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var measurement = new Measurement(instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => $"{tag.Value}"));
        lock (_measured) _measured.Add(measurement);
    }

    internal sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, string> Tags)
    {
        public string Text => string.Join(' ', Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
    }
}
