using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Grpc.Core;
using Seedance.Host.Rpc;

namespace Seedance.Host;

/// <summary>The durable extension knows this name: an activity that ends with it has failed, and follows its retry policy.</summary>
internal sealed class WorkerProcessExitException(string message) : Exception(message);

/// <summary>A failure that the worker reports, worded as in the real host: the durable extension parses the message.</summary>
internal sealed class RpcException(StatusResult result) : Exception(
    $"Result: {result.Status}\nException: {result.Exception?.Message ?? result.Result}\nStack: {result.Exception?.StackTrace}")
{
    public string Reason => result.Exception?.Message ?? result.Result;
}

/// <summary>The stream between this host and one worker process.</summary>
internal sealed class WorkerChannel(string app, ILoggerFactory loggers)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _requests = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = [];
    private readonly ConcurrentDictionary<string, ILogger> _loggers = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Completes when the stream or the process has ended.</summary>
    public Task Ended => _ended.Task;

    public bool HasEnded => _ended.Task.IsCompleted;

    public IReadOnlyList<WorkerFunction> Functions { get; private set; } = [];

    /// <summary>Where the worker takes the HTTP requests of its invocations.</summary>
    public string HttpUri { get; private set; } = "";

    /// <summary>Carries the messages both ways until the worker closes its side.</summary>
    public async Task ConnectAsync(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        var sending = SendAllAsync(outgoing, cancellationToken);
        _connected.TrySetResult();
        try
        {
            while (await incoming.MoveNext(cancellationToken))
                Receive(incoming.Current);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The process is gone.
        }

        End();
        await sending;
    }

    /// <summary>Asks the worker for its functions, and has it load them.</summary>
    /// <exception cref="RpcException">The worker refuses.</exception>
    /// <exception cref="HostException">A function cannot run on this host.</exception>
    public async Task InitializeAsync()
    {
        await _connected.Task;
        var init = new WorkerInitRequest { HostVersion = "4.1041.0", WorkerDirectory = app, FunctionAppDirectory = app };
        var initialized = (await RequestAsync(new() { WorkerInitRequest = init })).WorkerInitResponse;
        Check(initialized.Result);
        if (!initialized.Capabilities.TryGetValue("HttpUri", out var httpUri))
            throw new HostException("The app does not use the ASP.NET Core integration: call ConfigureFunctionsWebApplication in it.");

        HttpUri = httpUri;
        var metadata = (await RequestAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = app } })).FunctionMetadataResponse;
        Check(metadata.Result);
        Functions = [.. metadata.FunctionMetadataResults.Select(WorkerFunction.Read)];
        var loads = metadata.FunctionMetadataResults.Select(function => RequestAsync(
            new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function } }));
        foreach (var loaded in await Task.WhenAll(loads))
            Check(loaded.FunctionLoadResponse.Result);
    }

    /// <param name="request">What to run. Its invocation id is set unless it has one.</param>
    /// <param name="cancellationToken">Asks the worker to cancel; the invocation ends when the worker says so.</param>
    /// <exception cref="RpcException">The function has failed.</exception>
    /// <exception cref="OperationCanceledException">The worker has cancelled the function.</exception>
    /// <exception cref="WorkerProcessExitException">The process has ended.</exception>
    public async Task<TypedData?> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        if (request.InvocationId.Length == 0)
            request.InvocationId = Guid.NewGuid().ToString();

        // The worker reads it without asking whether it is there.
        request.TraceContext = new() { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" };
        var completion = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations[request.InvocationId] = completion;
        Send(new() { InvocationRequest = request });
        await using var cancellation = cancellationToken.Register(
            () => Send(new() { InvocationCancel = new() { InvocationId = request.InvocationId } }));
        if (HasEnded)
            End();

        var response = await completion.Task;
        Check(response.Result);
        return response.ReturnValue;
    }

    public void Terminate() => Send(new() { WorkerTerminate = new() });

    /// <summary>Fails what is still running. May be called more than once.</summary>
    public void End()
    {
        _ended.TrySetResult();
        _outgoing.Writer.TryComplete();
        var failure = new WorkerProcessExitException("The worker process has ended.");
        _connected.TrySetException(failure);
        foreach (var request in _requests.Values)
            request.TrySetException(failure);
        foreach (var (id, invocation) in _invocations)
        {
            _invocations.TryRemove(id, out _);
            invocation.TrySetException(failure);
        }
    }

    /// <summary>Waits until nothing runs, or until the limit.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        var running = Task.WhenAll(_invocations.Values.Select(invocation => invocation.Task));
        await Task.WhenAny(running, Task.Delay(limit));
    }

    private static void Check(StatusResult result)
    {
        if (result.Status == StatusResult.Types.Status.Cancelled)
            throw new OperationCanceledException("The worker has cancelled the invocation.");
        if (result.Status != StatusResult.Types.Status.Success)
            throw new RpcException(result);
    }

    private void Send(StreamingMessage message)
    {
        if (message.RequestId.Length == 0)
            message.RequestId = Guid.NewGuid().ToString();
        _outgoing.Writer.TryWrite(message);
    }

    private async Task SendAllAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
                await outgoing.WriteAsync(message, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The process is gone: the reading side ends the channel.
        }
    }

    private async Task<StreamingMessage> RequestAsync(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        var completion = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[message.RequestId] = completion;
        Send(message);
        if (HasEnded)
            End();

        return await completion.Task;
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (_invocations.TryRemove(message.InvocationResponse.InvocationId, out var invocation))
                    invocation.TrySetResult(message.InvocationResponse);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                Log(message.RpcLog);
                break;
            default:
                if (_requests.TryRemove(message.RequestId, out var request))
                    request.TrySetResult(message);
                break;
        }
    }

    private void Log(RpcLog entry)
    {
        var log = _loggers.GetOrAdd(entry.Category.Length > 0 ? entry.Category : "Worker", loggers.CreateLogger);
        var text = entry.Exception is { } exception ? $"{entry.Message} {exception.Message} {exception.StackTrace}" : entry.Message;
        log.Log((LogLevel)(int)entry.Level, default, text, null, static (text, _) => text);
    }
}
