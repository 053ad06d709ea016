using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Api.EvoLink;

namespace Seedance.Functions.Clients;

/// <summary>Reads <c>Authorization: Bearer &lt;key&gt;</c>, as both providers' documents have it.</summary>
public sealed class BearerAuthentication(ClientDirectory clients)
{
    private const string Scheme = "Bearer ";

    /// <summary>Who is calling, or null when the key is missing or unknown.</summary>
    public Client? Authenticate(HttpRequestData request)
    {
        var header = request.Headers.TryGetValues("Authorization", out var values) ? values.FirstOrDefault() : null;
        if (header is null) return clients.Find(key: null);
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && header[Scheme.Length..].Trim() is { Length: > 0 } key
            ? clients.Find(key)
            : null;
    }

    /// <summary>The refusal: 401 with <c>WWW-Authenticate</c>, in EvoLink's error shape.</summary>
    public static async Task<HttpResponseData> RefuseAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        var response = await ErrorAnswer.WriteAsync(request, HttpStatusCode.Unauthorized, ApiError.Unauthorized, cancellationToken);
        response.Headers.Add("WWW-Authenticate", "Bearer");
        return response;
    }
}
