using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Seedance.Host.Rpc;

namespace Seedance.Host;

/// <summary>The gRPC server that worker processes connect to, on a free loopback port.</summary>
internal sealed class WorkerServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Expected _expected;

    private WorkerServer(WebApplication server, Expected expected)
    {
        _server = server;
        _expected = expected;
        Address = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    public static async Task<WorkerServer> StartAsync(ILoggerFactory loggers)
    {
        var expected = new Expected();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddRouting().AddSingleton(loggers).AddSingleton(expected);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = null);
        var server = builder.Build();
        server.MapGrpcService<Service>();
        await server.StartAsync();
        return new(server, expected);
    }

    /// <summary>Lets the worker with this channel's id connect, once.</summary>
    public void Expect(WorkerChannel channel) => _expected[channel.Id] = channel;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed class Expected : ConcurrentDictionary<string, WorkerChannel>;

    private sealed class Service(Expected expected) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
        {
            if (await requestStream.MoveNext(context.CancellationToken)
                && requestStream.Current.StartStream is { } start
                && expected.TryRemove(start.WorkerId, out var channel))
            {
                await channel.ConnectAsync(requestStream, responseStream, context.CancellationToken);
            }
        }
    }
}
