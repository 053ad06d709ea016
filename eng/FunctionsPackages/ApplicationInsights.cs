using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Seedance.Functions.Telemetry;

/// <summary>The part of the export that needs packages of the azure runtime. The project compiles this file there only.</summary>
public static partial class TelemetryExport
{
    static partial void AddApplicationInsights(IServiceCollection services)
    {
        services.Configure<OpenTelemetryLoggerOptions>(logs =>
        {
            // The scopes carry the task's id.
            logs.IncludeScopes = true;
            logs.IncludeFormattedMessage = true;
        });
        services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithMetrics(metrics => metrics.AddMeter(SeedanceMetrics.MeterName))
            .WithTracing(traces => traces.AddSource(Tracing.SourceName).AddSource(Tracing.HttpClientSourceName))
            .UseAzureMonitorExporter(exporter =>
            {
                // Local authentication of the resource is off. AZURE_CLIENT_ID names the identity where there are several.
                exporter.Credential = new DefaultAzureCredential();
                // Traces are sampled; the log line of a task's end and the warnings of operators must never be.
                exporter.EnableTraceBasedLogsSampler = false;
            });
    }
}
