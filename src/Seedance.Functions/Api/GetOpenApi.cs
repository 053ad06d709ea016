using Microsoft.AspNetCore.Authorization;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>GET /openapi.json</c>: what this service answers, as OpenAPI 3.1. The document is written by hand; a test holds its routes,
/// members, codes and examples against the code.
/// </summary>
public sealed class GetOpenApi
{
    /// <summary>The resource that holds the document.</summary>
    internal const string Resource = "openapi.json";

    private static readonly byte[] Document = Read();

    /// <summary>Answers 200 with the document, 304 when the caller has it as it is. Takes no key.</summary>
    [Function(nameof(GetOpenApi)), AllowAnonymous]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request)
        => ConditionalJson.Of(request, Document);

    internal static byte[] Read()
    {
        using var resource = typeof(GetOpenApi).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The app was built without {Resource}.");
        var document = new byte[resource.Length];
        resource.ReadExactly(document);
        return document;
    }
}
