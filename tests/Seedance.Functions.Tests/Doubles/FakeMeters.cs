using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>
/// The app's instruments, and a collector of each. Every collector is told of every instrument of the process: only for tests that
/// read them.
/// </summary>
internal sealed class FakeMeters : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Dictionary<string, MetricCollector<long>> _counts = [];
    private readonly Dictionary<string, MetricCollector<double>> _amounts = [];

    public FakeMeters()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        Metrics = new SeedanceMetrics(factory);
        var instruments = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory)) instruments.Add(instrument);
            },
        };
        listener.Start();
        Instruments = instruments;
        foreach (var count in instruments.OfType<Instrument<long>>()) _counts.Add(count.Name, new MetricCollector<long>(count));
        foreach (var amount in instruments.OfType<Instrument<double>>()) _amounts.Add(amount.Name, new MetricCollector<double>(amount));
    }

    public SeedanceMetrics Metrics { get; }

    public IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>What one instrument measured: the value, and its tags as <c>name=value</c> in the order of their names.</summary>
    public IReadOnlyList<(double Value, string Tags)> Of(string instrument) => _counts.TryGetValue(instrument, out var counts)
        ? [.. counts.GetMeasurementSnapshot().Select(each => ((double)each.Value, Text(each.Tags)))]
        : [.. _amounts[instrument].GetMeasurementSnapshot().Select(each => (each.Value, Text(each.Tags)))];

    public void Dispose()
    {
        foreach (var collector in _counts.Values) collector.Dispose();
        foreach (var collector in _amounts.Values) collector.Dispose();
        _services.Dispose();
    }

    private static string Text(IReadOnlyDictionary<string, object?> tags)
        => string.Join(' ', tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
}
