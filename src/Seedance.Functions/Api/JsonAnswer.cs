using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Functions.Api;

/// <summary>Answers with JSON.</summary>
internal static class JsonAnswer
{
    public static Task<HttpResponseData> WriteAsync<T>(
        HttpRequestData request, HttpStatusCode status, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => WriteAsync(request, status, JsonSerializer.SerializeToUtf8Bytes(value, type), cancellationToken);

    public static async Task<HttpResponseData> WriteAsync(
        HttpRequestData request, HttpStatusCode status, byte[] json, CancellationToken cancellationToken)
    {
        var response = request.CreateResponse(status);
        response.Headers.Add("Content-Type", "application/json; charset=utf-8");
        await response.WriteBytesAsync(json, cancellationToken);
        return response;
    }
}
