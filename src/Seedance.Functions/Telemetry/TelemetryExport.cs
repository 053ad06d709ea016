using Seedance.Functions.Options;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry;

namespace Seedance.Functions.Telemetry;

/// <summary>Where telemetry goes: into the log on request, and to Application Insights where a resource is named.</summary>
public static class TelemetryExport
{
    /// <summary>The setting that names the Application Insights resource; without it nothing is sent there.</summary>
    public const string ConnectionStringSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Registers what the settings ask for.</summary>
    public static IServiceCollection AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetValue<bool>($"{SeedanceOptions.Section}:Telemetry:{nameof(TelemetryOptions.Console)}"))
        {
            services.AddHostedService<ConsoleTelemetry>();
        }
        if (!string.IsNullOrEmpty(configuration[ConnectionStringSetting])) AddApplicationInsights(services);
        return services;
    }

    private static void AddApplicationInsights(IServiceCollection services)
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
