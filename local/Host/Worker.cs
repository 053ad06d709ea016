using System.Text.Json.Nodes;

namespace Seedance.Host;

/// <summary>Keeps one worker process running: when it ends, another is started.</summary>
internal sealed partial class Worker(string app, ILoggerFactory loggers) : IAsyncDisposable
{
    /// <summary>How long what still runs may go on at the end.</summary>
    public static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(10);
    private const int MaxQuickEnds = 5;
    private static readonly TimeSpan QuickEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = loggers.CreateLogger("Host.Worker");
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource<WorkerChannel> _ready = NewReady();
    private volatile WorkerProcess? _process;

    /// <summary>The channel of the process that has been started last.</summary>
    public WorkerChannel? Latest { get; private set; }

    /// <summary>The channel of the worker that runs, or of the next one.</summary>
    public Task<WorkerChannel> Channel => _ready.Task;

    /// <summary>Runs until <see cref="DisposeAsync"/>.</summary>
    /// <exception cref="HostException">The first worker does not start, or several in a row end soon after their start.</exception>
    public async Task RunAsync(string serverAddress)
    {
        try
        {
            for (var quickEnds = 0; !_stopping.Task.IsCompleted;)
            {
                var started = Stopwatch.GetTimestamp();
                var end = await RunProcessAsync(serverAddress);
                if (_stopping.Task.IsCompleted)
                    return;

                quickEnds = Stopwatch.GetElapsedTime(started) < QuickEnd ? quickEnds + 1 : 0;
                if (quickEnds == MaxQuickEnds)
                    throw new HostException($"The worker has ended {quickEnds} times in a row soon after its start. {end}");

                Restarting(_log, end);
                // At once, then after 1, 2 and 4 s.
                await Task.WhenAny(_stopping.Task, Task.Delay(TimeSpan.FromSeconds(quickEnds < 2 ? 0 : 1 << (quickEnds - 2))));
            }
        }
        catch (Exception exception)
        {
            _ready.TrySetException(exception);
            throw;
        }
    }

    /// <summary>Lets running invocations finish for a while, then ends the process.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping.TrySetResult();
        if (_ready.Task.IsCompletedSuccessfully)
        {
            await Task.WhenAny(_ready.Task.Result.IdleAsync(), Task.Delay(DrainLimit));
            _ready.Task.Result.Terminate();
            await Task.WhenAny(_process!.Ended, Task.Delay(StopLimit));
        }

        _process?.Kill();
    }

    private static TaskCompletionSource<WorkerChannel> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs one process to its end, and tells how it has ended.</summary>
    private async Task<string> RunProcessAsync(string serverAddress)
    {
        var isFirst = _process is null;
        var channel = Latest = new WorkerChannel(app, loggers);
        var process = _process = new WorkerProcess(app, Command(channel.Id, serverAddress), loggers.CreateLogger("Host.Function.Console"));
        try
        {
            var initialized = channel.InitializeAsync();
            await Task.WhenAny(initialized, process.Ended, Task.Delay(StartLimit));
            if (!initialized.IsCompletedSuccessfully)
            {
                var failure = await FailureAsync(initialized, process);
                process.ReleaseOutput(LogLevel.Debug);
                return isFirst ? throw new HostException(failure) : failure;
            }

            process.ReleaseOutput(LogLevel.Information);
            Ready(_log, process.Id, channel.Functions.Count);
            _ready.TrySetResult(channel);
            await Task.WhenAny(process.Ended, channel.Ended);
            _ready = NewReady();
            return $"Its process was {process.Id}.";
        }
        finally
        {
            process.Kill();
            await process.Ended;
            channel.End();
        }
    }

    private static async Task<string> FailureAsync(Task initialized, WorkerProcess process)
    {
        if (initialized.Exception?.InnerException is RpcException or HostException)
            return initialized.Exception.InnerException.Message;

        // A process that ends closes its stream first.
        await Task.WhenAny(process.Ended, Task.Delay(StopLimit));
        return process.LastWords() is { Length: > 0 } said ? said
            : process.Ended.IsCompleted ? $"The worker has ended with exit code {process.ExitCode}." : "The worker does not respond.";
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
