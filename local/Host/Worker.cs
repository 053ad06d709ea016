using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Seedance.Host;

/// <summary>Keeps one worker process running: when it ends, another is started.</summary>
internal sealed partial class Worker(string app, WorkerServer server, ILoggerFactory loggers) : IDisposable
{
    private const int MaxQuickEnds = 5;
    private static readonly TimeSpan QuickEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = loggers.CreateLogger("Host.Worker");
    private readonly CancellationTokenSource _stopping = new();
    private volatile TaskCompletionSource<WorkerChannel> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkerProcess? _process;

    /// <summary>The channel of the worker that runs, or of the one that is being started.</summary>
    public Task<WorkerChannel> Channel => _ready.Task;

    /// <summary>Runs until <see cref="StopAsync"/>.</summary>
    /// <exception cref="HostException">The first worker does not start, or several in a row end soon after their start.</exception>
    public async Task RunAsync()
    {
        try
        {
            var wasReady = false;
            for (var quickEnds = 0; ;)
            {
                var started = Stopwatch.GetTimestamp();
                var end = "";
                try
                {
                    end = await RunProcessAsync();
                }
                catch (HostException exception) when (wasReady)
                {
                    end = exception.Message;
                }

                if (_stopping.IsCancellationRequested)
                    return;

                wasReady = true;
                quickEnds = Stopwatch.GetElapsedTime(started) < QuickEnd ? quickEnds + 1 : 0;
                if (quickEnds == MaxQuickEnds)
                    throw new HostException($"The worker has ended {quickEnds} times in a row soon after its start. {end}");

                Restarting(_log, end);
                if (_ready.Task.IsCompleted)
                    _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
            await channel.DrainAsync(DrainLimit);
            channel.Terminate();
            await Task.WhenAny(process.Exited, Task.Delay(StopLimit));
        }

        process.Kill();
        await process.Exited;
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>Runs one process to its end, and tells how it has ended.</summary>
    private async Task<string> RunProcessAsync()
    {
        var channel = new WorkerChannel(app, loggers);
        server.Expect(channel);
        var process = _process = WorkerProcess.Start(app, Command(channel.Id), loggers.CreateLogger("Host.Function.Console"));
        try
        {
            var initialized = channel.InitializeAsync();
            if (await Task.WhenAny(initialized, process.Exited, Task.Delay(StartLimit, _stopping.Token)) != initialized || channel.HasEnded)
                throw new HostException(await FailedStartAsync(process));

            await initialized;
            process.ReleaseOutput();
            Ready(_log, process.Id, channel.Functions.Count);
            _ready.TrySetResult(channel);
            await Task.WhenAny(process.Exited, channel.Ended);
        }
        catch (RpcException exception)
        {
            throw new HostException($"The worker does not start. {exception.Reason}");
        }
        finally
        {
            process.Kill();
            await process.Exited;
            channel.End();
        }

        return $"Its exit code was {process.ExitCode}.";
    }

    private static async Task<string> FailedStartAsync(WorkerProcess process)
    {
        var inTime = process.Exited.IsCompleted || await Task.WhenAny(process.Exited, Task.Delay(StopLimit)) == process.Exited;
        var lastWords = process.LastWords();
        process.ReleaseOutput(LogLevel.Debug);
        return inTime ? lastWords : $"The worker does not answer. {lastWords}";
    }

    private string[] Command(string workerId)
    {
        var description = JsonNode.Parse(File.ReadAllText(Path.Combine(app, "worker.config.json")))!["description"]!;
        return
        [
            (string)description["defaultWorkerPath"]!,
            "--functions-uri", server.Address.AbsoluteUri,
            "--functions-worker-id", workerId,
            "--functions-request-id", Guid.NewGuid().ToString(),
            "--functions-grpc-max-message-length", int.MaxValue.ToString(CultureInfo.InvariantCulture),
        ];
    }

    [LoggerMessage(LogLevel.Information, "Worker {Id} is ready with {Count} functions.")]
    private static partial void Ready(ILogger log, int id, int count);

    [LoggerMessage(LogLevel.Error, "The worker has ended, another is started. {End}")]
    private static partial void Restarting(ILogger log, string end);
}
