using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Seedance.Host;

/// <summary>Keeps one worker process running: when it ends, another is started.</summary>
internal sealed partial class Worker(string app, ILoggerFactory loggers) : IDisposable
{
    private const int MaxQuickEnds = 5;
    private static readonly TimeSpan QuickEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = loggers.CreateLogger("Host.Worker");
    private readonly CancellationTokenSource _stopping = new();
    private volatile TaskCompletionSource<WorkerChannel> _ready = NewReady();
    private volatile WorkerProcess? _process;

    /// <summary>The channel that waits for its process to connect.</summary>
    public WorkerChannel? Expected { get; private set; }

    /// <summary>The channel of the worker that runs, or of the next one.</summary>
    public Task<WorkerChannel> Channel => _ready.Task;

    /// <summary>Runs until <see cref="StopAsync"/>.</summary>
    /// <exception cref="HostException">The first worker does not start, or several in a row end soon after their start.</exception>
    public async Task RunAsync(string serverAddress)
    {
        try
        {
            for (var quickEnds = 0; ;)
            {
                var started = Stopwatch.GetTimestamp();
                var end = await RunProcessAsync(serverAddress);
                if (_stopping.IsCancellationRequested)
                    return;

                quickEnds = Stopwatch.GetElapsedTime(started) < QuickEnd ? quickEnds + 1 : 0;
                if (quickEnds == MaxQuickEnds)
                    throw new HostException($"The worker has ended {quickEnds} times in a row soon after its start. {end}");

                Restarting(_log, end);
                // At once, then after 1, 2 and 4 s.
                await Task.Delay(TimeSpan.FromSeconds(quickEnds < 2 ? 0 : 1 << (quickEnds - 2)), _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Between two workers.
        }
        catch (Exception exception)
        {
            _ready.TrySetException(exception);
            throw;
        }
    }

    /// <summary>Lets running invocations finish for a while, then ends the process.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        if (_process is not { } process)
            return;

        if (_ready.Task.IsCompletedSuccessfully)
        {
            var channel = await _ready.Task;
            await Task.WhenAny(channel.IdleAsync(), Task.Delay(DrainLimit));
            channel.Terminate();
            await Task.WhenAny(process.Exited, Task.Delay(StopLimit));
        }

        process.Kill();
        await process.Exited;
    }

    public void Dispose() => _stopping.Dispose();

    private static TaskCompletionSource<WorkerChannel> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs one process to its end, and tells how it has ended.</summary>
    private async Task<string> RunProcessAsync(string serverAddress)
    {
        var isFirst = _process is null;
        var channel = Expected = new WorkerChannel(app, loggers);
        var process = _process = new WorkerProcess(app, Command(channel.Id, serverAddress), loggers.CreateLogger("Host.Function.Console"));
        try
        {
            var initialized = channel.InitializeAsync();
            await Task.WhenAny(initialized, process.Exited, Task.Delay(StartLimit, _stopping.Token));
            if (initialized.IsCompletedSuccessfully)
            {
                process.ReleaseOutput(LogLevel.Information);
                Ready(_log, process.Id, channel.Functions.Count);
                _ready.TrySetResult(channel);
                await Task.WhenAny(process.Exited, channel.Ended);
                _ready = NewReady();
                return $"Process {process.Id} is gone.";
            }

            var failure = await FailureAsync(initialized, process);
            process.ReleaseOutput(LogLevel.Debug);
            return isFirst && !_stopping.IsCancellationRequested ? throw new HostException(failure) : failure;
        }
        finally
        {
            process.Kill();
            await process.Exited;
            channel.End();
        }
    }

    private static async Task<string> FailureAsync(Task initialized, WorkerProcess process)
    {
        if (initialized.Exception?.InnerException is RpcException or HostException)
            return initialized.Exception.InnerException.Message;

        // A process that ends may have closed its stream before.
        await Task.WhenAny(process.Exited, Task.Delay(StopLimit));
        var lastWords = process.LastWords();
        return process.Exited.IsCompleted && lastWords.Length > 0
            ? lastWords
            : $"The worker {(process.Exited.IsCompleted ? $"has ended with exit code {process.ExitCode}" : "does not answer")}. {lastWords}";
    }

    private string[] Command(string workerId, string serverAddress) =>
    [
        (string)JsonNode.Parse(File.ReadAllText(Path.Combine(app, "worker.config.json")))!["description"]!["defaultWorkerPath"]!,
        "--functions-uri", serverAddress,
        "--functions-worker-id", workerId,
        "--functions-request-id", Guid.NewGuid().ToString(),
        "--functions-grpc-max-message-length", int.MaxValue.ToString(CultureInfo.InvariantCulture),
    ];

    [LoggerMessage(1, LogLevel.Information, "Worker {Id} is ready with {Count} functions.")]
    private static partial void Ready(ILogger log, int id, int count);

    [LoggerMessage(2, LogLevel.Error, "The worker has ended, and another is started. {End}")]
    private static partial void Restarting(ILogger log, string end);
}
