using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Seedance.Functions.Tests.Doubles;

internal static class Http
{
    public const string Origin = "https://reached.example.com:8443";

    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().BuildServiceProvider();

    /// <summary>A request such as <c>GET /v1/tasks</c>, with the key of "studio" unless another Authorization is given.</summary>
    public static HttpRequestMessage Request(string call, string body = "", params (string Name, string? Value)[] headers)
    {
        var (method, path) = (call[..call.IndexOf(' ')], call[(call.IndexOf(' ') + 1)..]);
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(new Uri(Origin), path))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        if (headers.All(header => header.Name != "Authorization")) headers = [.. headers, ("Authorization", "Bearer " + Samples.ClientKey)];
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value)
                || request.Content.Headers.TryAddWithoutValidation(name, value));
        }
        return request;
    }

    public static JsonElement Json(this HttpResponseMessage response)
    {
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return JsonElement.Parse(response.Bytes());
    }

    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> calling)
    {
        var response = await calling;
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return response.Json();
    }

    /// <summary>What lies at a path such as <c>error.errors.0.code</c>, as text; null where nothing does.</summary>
    public static string? Text(this JsonElement json, string path)
    {
        foreach (var step in path.Split('.'))
        {
            if (json.ValueKind != JsonValueKind.Array && json.TryGetProperty(step, out var member)) json = member;
            else if (json.ValueKind == JsonValueKind.Array && int.Parse(step) < json.GetArrayLength()) json = json[int.Parse(step)];
            else return null;
        }
        return json.ValueKind == JsonValueKind.String ? json.GetString() : json.GetRawText();
    }

    /// <summary>The texts at a path in each element of an array.</summary>
    public static IEnumerable<string?> Texts(this JsonElement json, string array, string path)
        => array.Split('.').Aggregate(json, (at, step) => at.GetProperty(step)).EnumerateArray().Select(element => element.Text(path));

    public static byte[] Bytes(this HttpResponseMessage response) => response.Content.ReadAsByteArrayAsync().Result;

    public static string? Header(this HttpResponseMessage response, string name)
        => response.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;

    public static DefaultHttpContext ContextOf(HttpRequestMessage message)
    {
        var http = new DefaultHttpContext { RequestServices = Services };
        var url = message.RequestUri!;
        http.Request.Method = message.Method.Method;
        http.Request.Scheme = url.Scheme;
        http.Request.Host = HostString.FromUriComponent(url);
        http.Request.Path = PathString.FromUriComponent(url);
        http.Request.QueryString = QueryString.FromUriComponent(url);
        foreach (var (name, values) in message.Headers.NonValidated) http.Request.Headers[name] = new StringValues([.. values]);
        foreach (var (name, values) in message.Content!.Headers.NonValidated) http.Request.Headers[name] = new StringValues([.. values]);
        http.Request.Body = message.Content.ReadAsStream();
        http.Response.Body = new MemoryStream();
        return http;
    }

    public static HttpResponseMessage ResponseOf(HttpContext http)
    {
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)http.Response.StatusCode)
        {
            Content = new ByteArrayContent(((MemoryStream)http.Response.Body).ToArray()),
        };
        foreach (var (name, values) in http.Response.Headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, values.AsEnumerable())
                || response.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable()));
        }
        return response;
    }
}
