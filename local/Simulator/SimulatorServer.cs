using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Providers;
using Seedance.Simulator.Videos;

namespace Seedance.Simulator;

public sealed record SimulatorSettings
{
    /// <summary>A port of 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Seconds from the creation of a task to its end.</summary>
    public double ProgressSeconds { get; init; } = 5;

    /// <summary>Size of every video; less than the sample's own size is the sample's own size.</summary>
    public long VideoBytes { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>Plays both providers on one base URL, in the process that starts it.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    // Any key that starts so is valid: a real one is refused.
    private const string Key = "Bearer sk-sim";
    private const int MaxBodyBytes = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly TaskStore _tasks = new();
    private readonly FaultRules _faults = new();
    private readonly Journal _journal;
    private readonly CallbackSender _callbacks;
    private readonly WebApplication _app;

    private SimulatorServer(SimulatorSettings settings)
    {
        var links = new ResultLinks(() => BaseUrl, settings.Time);
        _journal = new Journal(settings.Time);
        _callbacks = new CallbackSender(_tasks, _faults, links, _journal, settings.Time);
        _app = NewApp(settings.Port);
        _app.Use(_journal.RecordAsync);
        MapProviders(links, settings);
        _app.MapGet("/admin/journal", context => context.Response.WriteAsJsonAsync(Journal, Json, context.RequestAborted));
        _app.MapGet("/admin/tasks", context => context.Response.WriteAsJsonAsync(Tasks, Json, context.RequestAborted));
    }

    public Uri BaseUrl => new(_app.Urls.First());

    /// <summary>Requests that came in and callbacks that went out, in order.</summary>
    public IReadOnlyList<JournalEntry> Journal => _journal.Entries;

    /// <summary>Tasks in the order of their creation.</summary>
    public IReadOnlyList<SimulatorTask> Tasks => _tasks.All;

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatorSettings? settings = null, CancellationToken cancellationToken = default)
    {
        var server = new SimulatorServer(settings ?? new SimulatorSettings());
        try
        {
            await server._app.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="KeyNotFoundException">There is no such task.</exception>
    public SimulatorTask GetTask(string id) =>
        _tasks.TryGet(id, out var task) ? task : throw new KeyNotFoundException($"There is no task {id}.");

    /// <summary>Sends one callback now, which claims that the task is in this state, true or not.</summary>
    /// <returns>The status of the response; null when there was none.</returns>
    public Task<int?> SendCallbackAsync(SimulatorTask task, string state, CancellationToken cancellationToken = default) =>
        _callbacks.SendAsync(task, state, cancellationToken);

    /// <summary>Waits for Ctrl-C or SIGTERM.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Stops within a second, whatever still waits for a response.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _callbacks.Dispose();
    }

    // An empty builder: nothing around this process, such as ASPNETCORE_URLS, changes what it does.
    private static WebApplication NewApp(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        return builder.Build();
    }

    private void MapProviders(ResultLinks links, SimulatorSettings settings)
    {
        var (evoLink, seedanceApi) = (new EvoLink(), new SeedanceApi());
        var submit = new SubmitEndpoint(_tasks, _faults, _callbacks, links, settings);
        var poll = new PollEndpoint(_tasks, _faults, links, settings.Time);
        var download = new DownloadEndpoint(_tasks, _faults, links, settings.Time);
        _app.MapPost("/v1/videos/generations", WithKey(evoLink, context => submit.HandleAsync(context, evoLink)));
        _app.MapGet("/v1/tasks/{id}", WithKey(
            evoLink, context => poll.HandleAsync(context, evoLink, (string?)context.GetRouteValue("id"))));
        _app.MapPost("/v1/generate", WithKey(seedanceApi, context => submit.HandleAsync(context, seedanceApi)));
        _app.MapGet("/v1/status", WithKey(
            seedanceApi, context => poll.HandleAsync(context, seedanceApi, context.Request.Query["task_id"])));
        _app.MapMethods("/videos/{id}.mp4", ["GET", "HEAD"], download.HandleAsync);
        _app.MapGet("/videos/{id}/{file}", download.HandleOtherFileAsync);
    }

    private static RequestDelegate WithKey(IProvider provider, RequestDelegate handle) => context =>
        context.Request.Headers.Authorization.ToString().StartsWith(Key, StringComparison.Ordinal)
            ? handle(context)
            : Responses.RefuseAsync(context, provider, StatusCodes.Status401Unauthorized);
}
