using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Seedance.Simulator.Admin;
using Seedance.Simulator.Callbacks;
using Seedance.Simulator.EvoLink;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Journal;
using Seedance.Simulator.SeedanceApi;
using Seedance.Simulator.Tasks;
using Seedance.Simulator.Videos;

namespace Seedance.Simulator;

internal static class SimulatorApp
{
    public static WebApplication Build(SimulatorArguments arguments)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, arguments.Port);
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinResponseDataRate = null;
        });
        builder.Logging.ClearProviders()
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            // Responses shorter than announced and dropped connections are this program's trade.
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None)
            // A failed start is told in one sentence by the program.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        AddServices(builder.Services, arguments);

        var app = builder.Build();
        app.UseMiddleware<JournalMiddleware>();
        app.UseRouting();
        app.Services.GetRequiredService<EvoLinkEndpoints>().Map(app);
        app.Services.GetRequiredService<SeedanceApiEndpoints>().Map(app);
        app.MapMethods("/videos/{id}.mp4", ["GET", "HEAD"], context =>
            context.RequestServices.GetRequiredService<DownloadEndpoint>().HandleAsync(context, (string)context.GetRouteValue("id")!));
        app.MapGet("/videos/{id}/last-frame.png", context =>
            context.RequestServices.GetRequiredService<DownloadEndpoint>().HandleLastFrameAsync(context, (string)context.GetRouteValue("id")!));
        AdminEndpoints.Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, SimulatorArguments arguments)
    {
        var settings = new SimulatorSettings();
        settings = settings with
        {
            ProgressSeconds = arguments.ProgressSeconds ?? settings.ProgressSeconds,
            VideoBytes = arguments.VideoBytes ?? settings.VideoBytes,
        };
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new SettingsHolder(settings))
            .AddSingleton<SimulatorAddress>()
            .AddSingleton<RequestJournal>()
            .AddSingleton<JournalMiddleware>()
            .AddSingleton<FaultRules>()
            .AddSingleton<TaskStore>()
            .AddSingleton<ResultLinks>()
            .AddSingleton<CallbackSender>()
            .AddSingleton<SubmitEndpoint>()
            .AddSingleton<PollEndpoint>()
            .AddSingleton<DownloadEndpoint>()
            .AddSingleton<EvoLinkContract>()
            .AddSingleton<EvoLinkEndpoints>()
            .AddSingleton<SeedanceApiContract>()
            .AddSingleton<SeedanceApiEndpoints>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        services.ConfigureHttpJsonOptions(json => AdminJson.Configure(json.SerializerOptions));
    }
}
