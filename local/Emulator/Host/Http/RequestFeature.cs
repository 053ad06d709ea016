using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Emulator.Host.Http;

/// <summary>Lets middleware see the request of the invocation it wraps.</summary>
internal sealed class RequestFeature(HttpRequestData request) : IHttpRequestDataFeature
{
    public ValueTask<HttpRequestData?> GetHttpRequestDataAsync(FunctionContext context) => ValueTask.FromResult<HttpRequestData?>(request);
}
