using System.Diagnostics.Metrics;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>The app's instruments, and all that they measure. Only for tests that read it: listeners slow each other down.</summary>
internal sealed class FakeMeters : IDisposable
{
    private readonly Meter _meter = new(SeedanceMetrics.MeterName);
    private readonly MeterListener _listener = new();
    private readonly List<Instrument> _instruments = [];
    private readonly List<(string Name, double Value, string Tags)> _measured = [];

    public FakeMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter != _meter) return;
            _instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        _listener.Start();
        Metrics = new SeedanceMetrics(_meter);
    }

    public SeedanceMetrics Metrics { get; }
    public IReadOnlyList<Instrument> Instruments => _instruments;

    /// <summary>What one instrument measured: the value, and its tags as <c>name=value</c> in the order of their names.</summary>
    public IReadOnlyList<(double Value, string Tags)> Of(string instrument)
    {
        Assert.Contains(_instruments, each => each.Name == instrument);
        lock (_measured) return [.. _measured.Where(each => each.Name == instrument).Select(each => (each.Value, each.Tags))];
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    private void Add(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var ordered = tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}");
        lock (_measured) _measured.Add((instrument, value, string.Join(' ', ordered)));
    }
}
