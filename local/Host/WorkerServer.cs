using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Seedance.Host.Rpc;

namespace Seedance.Host;

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
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
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
            IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
        {
            if (await requestStream.MoveNext(context.CancellationToken)
                && worker.Latest is { } channel && requestStream.Current.StartStream?.WorkerId == channel.Id)
            {
                await channel.ConnectAsync(requestStream, responseStream, context.CancellationToken);
            }
        }
    }
}
