using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Seedance.Functions.Options;

namespace Seedance.Functions.Telemetry;

/// <summary>Exports metrics and spans to the console on request, and all telemetry to Application Insights where it is named.</summary>
public static class TelemetryExport
{
    /// <summary>The setting that names the Application Insights resource; without it nothing is sent there.</summary>
    public const string ConnectionStringSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Registers the exporters that the settings ask for.</summary>
    public static IServiceCollection AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        var toConsole = configuration.GetValue<bool>($"{SeedanceOptions.Section}:Telemetry:{nameof(TelemetryOptions.Console)}");
        var toInsights = !string.IsNullOrEmpty(configuration[ConnectionStringSetting]);
        if (!toConsole && !toInsights) return services;

        var telemetry = services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(SeedanceMetrics.MeterName))
            .WithTracing(traces => traces.AddSource(Tracing.SourceName));
        if (toConsole)
        {
            telemetry
                .WithMetrics(metrics => metrics.AddConsoleExporter())
                // The host may have decided not to sample a request.
                .WithTracing(traces => traces.SetSampler<AlwaysOnSampler>().AddConsoleExporter());
        }
        if (toInsights) AddApplicationInsights(services, telemetry);
        return services;
    }

    private static void AddApplicationInsights(IServiceCollection services, OpenTelemetryBuilder telemetry)
    {
        services.Configure<OpenTelemetryLoggerOptions>(logs =>
        {
            // The scopes carry the task's id.
            logs.IncludeScopes = true;
            logs.IncludeFormattedMessage = true;
        });
        telemetry
            .UseFunctionsWorkerDefaults()
            .WithTracing(traces => traces.AddSource(Tracing.HttpClientSourceName))
            .UseAzureMonitorExporter(exporter =>
            {
                // Local authentication of the resource is off. AZURE_CLIENT_ID names the identity where there are several.
                exporter.Credential = new DefaultAzureCredential();
                // Traces are sampled; the log line of a task's end and the warnings of operators must never be.
                exporter.EnableTraceBasedLogsSampler = false;
            });
    }
}
