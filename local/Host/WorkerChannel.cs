using System.Net.Sockets;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Seedance.Host;

/// <summary>The durable extension knows this name: an activity that ends with it has failed, and follows its retry policy.</summary>
internal sealed class WorkerProcessExitException() : Exception("The worker process has ended.");

/// <summary>A failure that the worker reports, worded as in the real host: the durable extension parses the message.</summary>
internal sealed class RpcException(StatusResult result)
    : Exception($"Result: {result.Status}\nException: {result.Exception?.Message ?? result.Result}\nStack: {result.Exception?.StackTrace}");

/// <summary>The gRPC server that worker processes connect to, on a free loopback port.</summary>
internal static class WorkerServer
{
    public static async Task<WebApplication> StartAsync(Worker worker, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddRouting().AddSingleton(loggers).AddSingleton(worker);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = null);
        var server = builder.Build();
        server.MapGrpcService<Service>();
        await server.StartAsync();
        return server;
    }

    private sealed class Service(Worker worker) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream,
            IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context)
        {
            if (await requestStream.MoveNext(context.CancellationToken)
                && worker.Latest is { } channel && requestStream.Current.StartStream?.WorkerId == channel.Id)
                await channel.ConnectAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}

/// <summary>The stream between this host and one worker process.</summary>
internal sealed class WorkerChannel(string app, ILoggerFactory loggers)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _pending = []; // by invocation id or request id
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
        try { await Task.WhenAny(ReceiveAllAsync(), SendAllAsync()).Unwrap(); }
        catch (Exception exception) when (exception is IOException or OperationCanceledException) { } // The process is gone.
        End();

        async Task ReceiveAllAsync()
        {
            await foreach (var message in incoming.ReadAllAsync(cancellationToken))
            {
                if (message.RpcLog is { } entry)
                    Log(entry);
                else if (_pending.TryRemove(message.InvocationResponse?.InvocationId ?? message.RequestId, out var pending))
                    pending.TrySetResult(message);
            }
        }

        async Task SendAllAsync()
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
                await outgoing.WriteAsync(message, cancellationToken);
        }
    }

    /// <summary>Asks the worker for its functions, has it load them, and waits for its web server.</summary>
    /// <exception cref="HostException">The app, or a function of it, cannot run on this host.</exception>
    public async Task InitializeAsync()
    {
        var init = new WorkerInitRequest { HostVersion = "4.1041.0", WorkerDirectory = app, FunctionAppDirectory = app };
        var initialized = (await RequestAsync(new() { WorkerInitRequest = init })).WorkerInitResponse;
        Check(initialized.Result);
        HttpUri = initialized.Capabilities.TryGetValue("HttpUri", out var uri) ? uri
            : throw new HostException("The app does not use the ASP.NET Core integration: it must call ConfigureFunctionsWebApplication.");
        var indexing = new FunctionsMetadataRequest { FunctionAppDirectory = app };
        var metadata = (await RequestAsync(new() { FunctionsMetadataRequest = indexing })).FunctionMetadataResponse;
        Check(metadata.Result);
        Functions = [.. metadata.FunctionMetadataResults.Select(WorkerFunction.Read)];
        var loads = metadata.FunctionMetadataResults.Select(function => RequestAsync(
            new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function } }));
        foreach (var load in await Task.WhenAll(loads))
            Check(load.FunctionLoadResponse.Result);
        await WebServerAsync(new Uri(HttpUri));
    }

    /// <summary>Runs a function. The token asks the worker to cancel; the invocation ends when the worker says so.</summary>
    /// <exception cref="Exception">RpcException, WorkerProcessExitException; OperationCanceledException from the worker.</exception>
    public async Task<TypedData?> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        // The worker reads it without asking whether it is there.
        request.TraceContext = new() { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" };
        var completion = RequestAsync(new() { RequestId = request.InvocationId, InvocationRequest = request });
        await using var cancellation = cancellationToken.Register(
            () => _outgoing.Writer.TryWrite(new() { InvocationCancel = new() { InvocationId = request.InvocationId } }));
        var response = (await completion).InvocationResponse;
        Check(response.Result);
        return response.ReturnValue;
    }

    /// <summary>Completes when what runs now has ended.</summary>
    public Task IdleAsync() => Task.WhenAll(_pending.Values.Select(pending => pending.Task));

    public void Terminate() => _outgoing.Writer.TryWrite(new() { WorkerTerminate = new() });

    /// <summary>Fails what is still running.</summary>
    public void End()
    {
        _ended.TrySetResult();
        _outgoing.Writer.TryComplete();
        foreach (var id in _pending.Keys)
        {
            if (_pending.TryRemove(id, out var pending))
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

    /// <summary>The worker names its address before it listens there.</summary>
    private async Task WebServerAsync(Uri address)
    {
        for (var listens = false; !listens && !Ended.IsCompleted; await Task.Delay(TimeSpan.FromMilliseconds(20)))
        {
            using var client = new TcpClient();
            var connection = client.ConnectAsync(address.Host, address.Port);
            listens = (await Task.WhenAny(connection)).IsCompletedSuccessfully;
        }
    }

    private Task<StreamingMessage> RequestAsync(StreamingMessage message)
    {
        if (message.RequestId.Length == 0)
            message.RequestId = Guid.NewGuid().ToString();
        var pending = _pending[message.RequestId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        // A channel that has ended writes nothing, and has failed only what was pending then.
        if (!_outgoing.Writer.TryWrite(message))
            End();
        return pending.Task;
    }

    private void Log(RpcLog entry)
    {
        var text = entry.Exception is { } exception ? $"{entry.Message} {exception.Message} {exception.StackTrace}" : entry.Message;
        var category = entry.Category.Length > 0 ? entry.Category : "Worker";
        loggers.CreateLogger(category).Log((LogLevel)(int)entry.Level, default, text, null, static (text, _) => text);
    }
}
