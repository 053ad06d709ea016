using System.Net.Http.Headers;
using Seedance.Tests.Fuzz;

namespace Seedance.EndToEnd.Tests.Fuzz;

/// <summary>One request of the fuzz.</summary>
/// <param name="Kind">What is done to the service with it.</param>
/// <param name="Method">HTTP's method.</param>
/// <param name="Path">Path and query.</param>
internal sealed record FuzzRequest(string Kind, HttpMethod Method, string Path)
{
    /// <summary>The body; of a create, as its door is to read it.</summary>
    public FuzzBody? Body { get; init; }

    public string? ContentType { get; init; }

    public string? ContentEncoding { get; init; }

    public bool Chunked { get; init; }

    /// <summary>True when the body goes where it is judged as a create.</summary>
    public bool IsCreate { get; init; }

    public static string PathOf(RequestFormat format) => format == RequestFormat.EvoLink ? "v1/videos/generations" : "v1/generate";

    public HttpRequestMessage ToMessage(Uri baseUrl, string key)
    {
        var message = new HttpRequestMessage(Method, new Uri(baseUrl, Path));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (Body is null) return message;
        message.Content = new ByteArrayContent(Body.Bytes);
        if (ContentType is not null) message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        if (ContentEncoding is not null) message.Content.Headers.TryAddWithoutValidation("Content-Encoding", ContentEncoding);
        message.Headers.TransferEncodingChunked = Chunked;
        return message;
    }

    public override string ToString() => $"{Kind}: {Method} {Path}, {ContentType}, {ContentEncoding}, {Body}";
}
