using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>Writes errors in EvoLink's shape: <c>{"error":{"code","message","type"}}</c>.</summary>
/// <param name="Error">The error itself.</param>
public sealed record ErrorAnswer(ApiError Error)
{
    /// <summary>Answers a request with an error.</summary>
    public static Task<HttpResponseData> WriteAsync(
        HttpRequestData request, HttpStatusCode status, ApiError error, CancellationToken cancellationToken)
        => JsonAnswer.WriteAsync(request, status, new ErrorAnswer(error), ApiJson.Default.ErrorAnswer, cancellationToken);
}
