using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Grpc.Core;
using Seedance.Host.Rpc;

namespace Seedance.Host;

/// <summary>The durable extension knows this name: an activity that ends with it has failed, and follows its retry policy.</summary>
internal sealed class WorkerProcessExitException() : Exception("The worker process has ended.");

/// <summary>A failure that the worker reports, worded as in the real host: the durable extension parses the message.</summary>
internal sealed class RpcException(StatusResult result)
    : Exception($"Result: {result.Status}\nException: {result.Exception?.Message ?? result.Result}\nStack: {result.Exception?.StackTrace}");

/// <summary>The stream between this host and one worker process.</summary>
internal sealed class WorkerChannel(string app, ILoggerFactory loggers)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    // By invocation id, or by request id.
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _pending = [];
    private readonly ConcurrentDictionary<string, ILogger> _loggers = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Completes when the stream or the process has ended.</summary>
    public Task Ended => _ended.Task;

    public IReadOnlyList<WorkerFunction> Functions { get; private set; } = [];

    /// <summary>Where the worker takes the HTTP requests of its invocations.</summary>
    public string HttpUri { get; private set; } = "";

    /// <summary>Carries the messages both ways until one side ends.</summary>
    public async Task ConnectAsync(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        _connected.TrySetResult();
        try
        {
            await Task.WhenAny(ReceiveAllAsync(), SendAllAsync()).Unwrap();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The process is gone.
        }
        finally
        {
            End();
        }

        async Task ReceiveAllAsync()
        {
            await foreach (var message in incoming.ReadAllAsync(cancellationToken))
                Receive(message);
        }

        async Task SendAllAsync()
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
                await outgoing.WriteAsync(message, cancellationToken);
        }
    }

    /// <summary>Asks the worker for its functions, and has it load them.</summary>
    /// <exception cref="RpcException">The worker refuses.</exception>
    /// <exception cref="HostException">The app, or a function of it, cannot run on this host.</exception>
    /// <exception cref="WorkerProcessExitException">The process has ended.</exception>
    public async Task InitializeAsync()
    {
        await _connected.Task;
        var init = new WorkerInitRequest { HostVersion = "4.1041.0", WorkerDirectory = app, FunctionAppDirectory = app };
        var initialized = (await RequestAsync(new() { WorkerInitRequest = init })).WorkerInitResponse;
        Check(initialized.Result);
        HttpUri = initialized.Capabilities.TryGetValue("HttpUri", out var uri) ? uri
            : throw new HostException("The app does not use the ASP.NET Core integration: it must call ConfigureFunctionsWebApplication.");
        var metadata = (await RequestAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = app } })).FunctionMetadataResponse;
        Check(metadata.Result);
        Functions = [.. metadata.FunctionMetadataResults.Select(WorkerFunction.Read)];
        foreach (var load in await Task.WhenAll(metadata.FunctionMetadataResults.Select(function => RequestAsync(
            new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function } }))))
        {
            Check(load.FunctionLoadResponse.Result);
        }
    }

    /// <summary>Runs a function. The token asks the worker to cancel; the invocation ends when the worker says so.</summary>
    /// <exception cref="RpcException">The function has failed.</exception>
    /// <exception cref="OperationCanceledException">The worker has cancelled the function.</exception>
    /// <exception cref="WorkerProcessExitException">The process has ended.</exception>
    public async Task<TypedData?> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        // The worker reads it without asking whether it is there.
        request.TraceContext = new() { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" };
        var completion = RequestAsync(new() { RequestId = request.InvocationId, InvocationRequest = request });
        await using var cancellation = cancellationToken.Register(
            () => Send(new() { InvocationCancel = new() { InvocationId = request.InvocationId } }));
        var response = (await completion).InvocationResponse;
        Check(response.Result);
        return response.ReturnValue;
    }

    /// <summary>Completes when what runs now has ended.</summary>
    public Task IdleAsync() => Task.WhenAll(_pending.Values.Select(pending => pending.Task));

    public void Terminate() => Send(new() { WorkerTerminate = new() });

    /// <summary>Fails what is still running.</summary>
    public void End()
    {
        _ended.TrySetResult();
        _outgoing.Writer.TryComplete();
        _connected.TrySetException(new WorkerProcessExitException());
        foreach (var (id, pending) in _pending)
        {
            _pending.TryRemove(id, out _);
            pending.TrySetException(new WorkerProcessExitException());
        }
    }

    private static void Check(StatusResult result)
    {
        if (result.Status == StatusResult.Types.Status.Cancelled)
            throw new OperationCanceledException("The worker has cancelled the invocation.");
        if (result.Status != StatusResult.Types.Status.Success)
            throw new RpcException(result);
    }

    private Task<StreamingMessage> RequestAsync(StreamingMessage message)
    {
        var completion = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(message, completion);
        // It may have ended before it was asked.
        if (_ended.Task.IsCompleted)
            End();
        return completion.Task;
    }

    private void Send(StreamingMessage message, TaskCompletionSource<StreamingMessage>? completion = null)
    {
        if (message.RequestId.Length == 0)
            message.RequestId = Guid.NewGuid().ToString();
        if (completion is not null)
            _pending[message.RequestId] = completion;
        _outgoing.Writer.TryWrite(message);
    }

    private void Receive(StreamingMessage message)
    {
        if (message.RpcLog is { } entry)
            Log(entry);
        else if (_pending.TryRemove(message.InvocationResponse?.InvocationId ?? message.RequestId, out var pending))
            pending.TrySetResult(message);
    }

    private void Log(RpcLog entry)
    {
        var log = _loggers.GetOrAdd(entry.Category.Length > 0 ? entry.Category : "Worker", loggers.CreateLogger);
        var text = entry.Exception is { } exception ? $"{entry.Message} {exception.Message} {exception.StackTrace}" : entry.Message;
        log.Log((LogLevel)(int)entry.Level, default, text, null, static (text, _) => text);
    }
}
