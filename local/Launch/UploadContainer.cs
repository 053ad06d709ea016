using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Seedance.Launch;

/// <summary>
/// A container as those who upload see it: plain requests under an account's SAS, so that what no client library would send can be
/// sent as well.
/// </summary>
public sealed class UploadContainer
{
    private const string ServiceVersion = "2021-12-02";
    private const string MetadataPrefix = "x-ms-meta-";

    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        // Metadata may be anything.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    });

    private readonly string _name;
    private readonly Uri _service;
    private readonly string _signature;

    private UploadContainer(string name, Uri service, string signature) => (_name, _service, _signature) = (name, service, signature);

    /// <summary>The container, made if it does not exist.</summary>
    public static async Task<UploadContainer> OpenAsync(string connectionString, string name, CancellationToken cancellationToken = default)
    {
        var storage = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var service = new Uri((string)storage["BlobEndpoint"]);
        var container = new UploadContainer(name, service, Sign((string)storage["AccountName"], (string)storage["AccountKey"]));
        var url = container.UrlOf("");
        using var response = await container.SendAsync(HttpMethod.Put, url, "restype=container", null, [], cancellationToken);
        return response.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict
            ? container
            : throw await FailureAsync(response, cancellationToken);
    }

    public Task<UploadedBlob> PutAsync(string blob, byte[] bytes, params (string Name, string Value)[] metadata) =>
        PutAsync(blob, bytes, metadata, CancellationToken.None);

    public async Task<UploadedBlob> PutAsync(
        string blob, byte[] bytes, IReadOnlyList<(string Name, string Value)> metadata, CancellationToken cancellationToken)
    {
        var type = ContentTypeOf(blob);
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        var headers = metadata.Select(each => (MetadataPrefix + each.Name, each.Value)).Append(("x-ms-blob-type", "BlockBlob"));
        using var response = await SendAsync(HttpMethod.Put, UrlOf(blob), "", content, headers, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Created) throw await FailureAsync(response, cancellationToken);

        return new(_name, blob, UrlOf(blob), response.Headers.ETag!.Tag.Trim('"'), bytes.LongLength, type);
    }

    public async Task DeleteAsync(string blob, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(HttpMethod.Delete, UrlOf(blob), "", null, [], cancellationToken);
        if (response.StatusCode != HttpStatusCode.Accepted) throw await FailureAsync(response, cancellationToken);
    }

    /// <summary>The blob's metadata; null when there is no such blob.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> MetadataAsync(string blob, CancellationToken cancellationToken = default)
    {
        using var response = await HeadAsync(blob, cancellationToken);
        return response?.Headers
            .Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(
                header => header.Key[MetadataPrefix.Length..],
                header => string.Join(',', header.Value),
                StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The blob as it is now; null when there is none.</summary>
    public async Task<UploadedBlob?> FindAsync(string blob, CancellationToken cancellationToken = default)
    {
        using var response = await HeadAsync(blob, cancellationToken);
        if (response?.Content.Headers is not { } headers) return null;
        return new(_name, blob, UrlOf(blob), response.Headers.ETag!.Tag.Trim('"'), headers.ContentLength ?? 0, $"{headers.ContentType}");
    }

    private Uri UrlOf(string blob) =>
        new($"{_service.AbsoluteUri.TrimEnd('/')}/{_name}/{string.Join('/', blob.Split('/').Select(Uri.EscapeDataString))}".TrimEnd('/'));

    private async Task<HttpResponseMessage?> HeadAsync(string blob, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Head, UrlOf(blob), "", null, [], cancellationToken);
        if (response.IsSuccessStatusCode) return response;
        return response.StatusCode == HttpStatusCode.NotFound ? null : throw await FailureAsync(response, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri url, string query, HttpContent? content, IEnumerable<(string Name, string Value)> headers,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"{url.AbsoluteUri}?{query}&{_signature}") { Content = content };
        request.Headers.Add("x-ms-version", ServiceVersion);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);

        return await Http.SendAsync(request, cancellationToken);
    }

    private static async Task<HttpRequestException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken) => new(
        $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.AbsolutePath}: {(int)response.StatusCode} "
            + await response.Content.ReadAsStringAsync(cancellationToken),
        null,
        response.StatusCode);

    // The account SAS of the storage services' reference: each field on a line of its own.
    private static string Sign(string account, string key)
    {
        var until = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var text = $"{account}\nrwdlac\nb\nsco\n\n{until}\n\nhttps,http\n{ServiceVersion}\n\n";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.UTF8.GetBytes(text)));
        var signed = $"sv={ServiceVersion}&ss=b&srt=sco&sp=rwdlac&se={Uri.EscapeDataString(until)}&spr=https,http";
        return $"{signed}&sig={Uri.EscapeDataString(signature)}";
    }

    private static string ContentTypeOf(string blob) => Path.GetExtension(blob).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".webp" => "image/webp",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };
}

/// <summary>A blob as its upload left it.</summary>
/// <param name="Container">Name of its container.</param>
/// <param name="Name">Its full name in there, as it is, not as it stands in a URL.</param>
/// <param name="Url">Where it is, without a signature.</param>
/// <param name="ETag">Without quotes, as events have it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="ContentType">What the upload said it is.</param>
public sealed record UploadedBlob(string Container, string Name, Uri Url, string ETag, long Bytes, string ContentType);
