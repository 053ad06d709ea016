using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Seedance.Functions.Settings;

namespace Seedance.Functions.Telemetry;

/// <summary>Where telemetry goes: into the log on request, and to Application Insights where its packages are compiled in.</summary>
public static partial class TelemetryExport
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

    // eng/FunctionsPackages/ApplicationInsights.cs has the body, and is compiled where its packages are: in the azure runtime.
    static partial void AddApplicationInsights(IServiceCollection services);
}
