using System.Diagnostics.Metrics;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Seedance.Functions.Telemetry;

/// <summary>Writes the service's measurements and spans into its log, a line for each: a console is enough to see them.</summary>
internal sealed partial class ConsoleTelemetry(ILogger<ConsoleTelemetry> logger) : IHostedService, IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans = new()
    {
        ShouldListenTo = source => source.Name == Tracing.SourceName,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SeedanceMetrics.MeterName) listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Write(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Write(instrument, value, tags));
        _meters.Start();

        _spans.ActivityStopped = span => Log.Ended(
            logger,
            span.OperationName,
            span.Duration.TotalMilliseconds,
            span.TraceId.ToHexString(),
            string.Join(' ', span.Links.Select(link => link.Context.TraceId.ToHexString())),
            Text(span.TagObjects));
        ActivitySource.AddActivityListener(_spans);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
    }

    private void Write(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => Log.Measured(logger, instrument.Name, value, instrument.Unit, Text(tags.ToArray()));

    private static string Text(IEnumerable<KeyValuePair<string, object?>> tags)
        => string.Join(' ', tags.Select(tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}")));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Metric {Instrument} {Value} {Unit} {Tags}")]
        public static partial void Measured(ILogger logger, string instrument, double value, string? unit, string tags);

        [LoggerMessage(2, LogLevel.Information, "Span {Name} took {Milliseconds} ms in trace {TraceId}, linked to [{Links}] {Tags}")]
        public static partial void Ended(ILogger logger, string name, double milliseconds, string traceId, string links, string tags);
    }
}
