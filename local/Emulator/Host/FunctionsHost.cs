using System.Net;
using System.Text.Json;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Seedance.Emulator.Durable;
using Seedance.Emulator.Host.Http;

namespace Seedance.Emulator.Host;

/// <summary>Puts the host together: one web application that listens on loopback and runs the functions of some types.</summary>
internal static class FunctionsHost
{
    // The real host takes bodies up to this size.
    private const long LargestBody = 100 * 1024 * 1024;

    private static readonly TimeSpan RunningInvocationsGet = TimeSpan.FromSeconds(5);

    public static WebApplicationBuilder CreateBuilder(string[] args, HostSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Development,
        });
        builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
        builder.Logging.AddConsole(console => console.FormatterName = nameof(ConsoleLines))
            .AddConsoleFormatter<ConsoleLines, ConsoleFormatterOptions>()
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            .AddConfiguration(settings.HostFile.GetSection("logging"))
            .AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Host.UseDefaultServiceProvider(
            (host, options) => options.ValidateScopes = options.ValidateOnBuild = host.HostingEnvironment.IsDevelopment());

        builder.Services.AddRouting();
        builder.Services.Configure<JsonSerializerOptions>(options => options.PropertyNameCaseInsensitive = true);
        builder.Services.AddOptions<WorkerOptions>().PostConfigure<IOptions<JsonSerializerOptions>>(
            (options, json) => options.Serializer ??= new JsonObjectSerializer(json.Value));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = RunningInvocationsGet);
        return builder;
    }

    public static WebApplication Build(
        WebApplicationBuilder builder, HostSettings settings, IEnumerable<Type> types,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        var functions = new FunctionCatalog(types);
        var routes = HttpRoute.Of(functions, settings.RoutePrefix);
        IReadOnlyList<TimerSchedule> schedules =
            [.. functions.TriggeredBy<TimerTriggerAttribute>().Select(function => TimerSchedule.Of(function, builder.Configuration))];

        builder.WebHost.UseKestrelCore().PreferHostingUrls(false).ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, settings.Port);
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = true;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(functions).AddSingleton(routes).AddSingleton(schedules)
            .AddSingleton(services => new FunctionInvoker(services.GetRequiredService<IServiceScopeFactory>(), middleware))
            .AddSingleton<HttpFunctions>().AddSingleton<EventGridWebhook>()
            .AddSingleton<TimerFunctions>().AddHostedService(services => services.GetRequiredService<TimerFunctions>());
        if (functions.All.Any(function => function.IsDurable))
        {
            AddDurable(builder, settings);
        }

        var app = builder.Build();
        app.Services.GetRequiredService<HttpFunctions>().MapTo(app);
        app.Services.GetRequiredService<EventGridWebhook>().MapTo(app);
        app.MapPost("/admin/functions/{name}", RunNow);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            StartFailure.StopWatching();
            // As Core Tools and App Service do.
            Environment.SetEnvironmentVariable("WEBSITE_HOSTNAME", new Uri(app.Urls.First()).Authority);
            Console.WriteLine(StartText.Of(app.Urls.First(), routes, functions));
        });
        return app;
    }

    private static void AddDurable(WebApplicationBuilder builder, HostSettings settings)
    {
        var storage = builder.Configuration["AzureWebJobsStorage"];
        if (string.IsNullOrWhiteSpace(storage))
        {
            throw new HostStartException(
                "The setting AzureWebJobsStorage is missing: durable functions keep their state in that storage account "
                + "(UseDevelopmentStorage=true is Azurite on its default ports).");
        }

        builder.Services.AddSingleton<IDurableFunctions, DurableFunctions>();
        builder.Services.AddDurableEngine(settings.DurableTask(storage));
    }

    private static Task RunNow(HttpContext http)
    {
        var timers = http.RequestServices.GetRequiredService<TimerFunctions>();
        http.Response.StatusCode = timers.TryTrigger($"{http.GetRouteValue("name")}")
            ? StatusCodes.Status202Accepted
            : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
