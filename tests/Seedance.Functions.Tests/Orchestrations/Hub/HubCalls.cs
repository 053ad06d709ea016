using Grpc.Core;
using P = Microsoft.DurableTask.Protobuf;

namespace Seedance.Functions.Tests.Orchestrations.Hub;

/// <summary>The host's side of Microsoft's durable client, without a network: what the app asks of it.</summary>
internal sealed class HubCalls(VirtualTaskHub hub) : CallInvoker
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        => new(RespondAsync<TResponse>(request), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    private async Task<TResponse> RespondAsync<TResponse>(object request)
    {
        try
        {
            return (TResponse)Respond(request);
        }
        catch (ProcessDiedException)
        {
            // A dead process gets no response.
            return await new TaskCompletionSource<TResponse>().Task;
        }
    }

    private object Respond(object request)
    {
        if (hub.IsDead) throw new ProcessDiedException();
        switch (request)
        {
            case P.CreateInstanceRequest create:
                return hub.TryCreate(create.InstanceId, create.Name, create.Input)
                    ? new P.CreateInstanceResponse { InstanceId = create.InstanceId }
                    : throw Refused(StatusCode.AlreadyExists, $"Instance '{create.InstanceId}' already exists.");
            case P.RaiseEventRequest raise:
                var instance = hub.Find(raise.InstanceId)
                    ?? throw Refused(StatusCode.NotFound, $"There is no instance '{raise.InstanceId}'.");
                if (instance.IsFinished) throw Refused(StatusCode.FailedPrecondition, $"Instance '{raise.InstanceId}' has finished.");
                hub.Raise(raise.InstanceId, raise.Name, raise.Input);
                return new P.RaiseEventResponse();
            case P.GetInstanceRequest get:
                return hub.Find(get.InstanceId) is { } found
                    ? new P.GetInstanceResponse { Exists = true, OrchestrationState = found.Describe(get.GetInputsAndOutputs) }
                    : new P.GetInstanceResponse();
            default:
                throw Refused(StatusCode.Unimplemented, $"The hub knows no {request.GetType().Name}.");
        }
    }

    private static RpcException Refused(StatusCode code, string reason) => new(new Status(code, reason));
}
