namespace Seedance.Functions.Options;

/// <summary>Where metrics and spans go beside Application Insights.</summary>
public sealed class TelemetryOptions
{
    /// <summary>True writes every measurement and every span of the service into its log. For local work; off by default.</summary>
    public bool Console { get; set; }
}
