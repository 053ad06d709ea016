namespace Seedance.Functions.Options;

/// <summary>Where metrics and spans go beside Application Insights.</summary>
public sealed class TelemetryOptions
{
    /// <summary>True writes the service's metrics, every 10 seconds, and its spans to the console. For local work; off by default.</summary>
    public bool Console { get; set; }
}
