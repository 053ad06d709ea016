using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Seedance.Emulator.Tests.Host;

/// <summary>A function app made of some types, running in this process on a free port.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly IHost _host;

    private TestApp(IHost host, LogLines logs)
    {
        _host = host;
        Logs = logs;
        Client = new HttpClient { BaseAddress = new Uri(((WebApplication)host).Urls.Single()) };
    }

    public HttpClient Client { get; }

    public LogLines Logs { get; }

    public IServiceProvider Services => _host.Services;

    public static Task<TestApp> StartAsync(params Type[] types) => StartAsync(_ => { }, types);

    public static async Task<TestApp> StartAsync(Action<FunctionsApplicationBuilder> configure, params Type[] types)
    {
        var builder = Builder("""{"extensions":{"http":{"routePrefix":""}}}""", types);
        return await StartAsync(builder, configure);
    }

    public static async Task<TestApp> StartAsync(FunctionsApplicationBuilder builder, Action<FunctionsApplicationBuilder>? configure = null)
    {
        var logs = new LogLines();
        builder.Logging.ClearProviders().AddProvider(logs);
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new TestApp(host, logs);
    }

    public static FunctionsApplicationBuilder Builder(string? hostJson, params Type[] types) => Builder(hostJson, ["--port", "0"], types);

    public static FunctionsApplicationBuilder Builder(string? hostJson, string[] args, params Type[] types)
    {
        var directory = Directory.CreateTempSubdirectory("functions-host");
        if (hostJson is not null)
        {
            File.WriteAllText(Path.Combine(directory.FullName, "host.json"), hostJson);
        }

        try
        {
            return new FunctionsApplicationBuilder(args, directory.FullName, types);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await ((WebApplication)_host).DisposeAsync();
    }

    internal sealed class LogLines : ILoggerProvider
    {
        public ConcurrentQueue<string> Errors { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this);

        public void Dispose()
        {
        }

        private sealed class Logger(LogLines lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (logLevel >= LogLevel.Error)
                {
                    lines.Errors.Enqueue($"{formatter(state, exception)} {exception?.Message}");
                }
            }
        }
    }
}
