namespace Seedance.EndToEnd.Tests.Calling;

/// <summary>The running app's own <c>/openapi.json</c>, which its responses are checked against.</summary>
internal sealed class Description(OpenApiDocument document)
{
    private readonly SchemaValidator _validator = new(document);

    public static async Task<Description> ReadAsync(HttpClient http, Uri baseUrl)
        => new(OpenApiDocument.Parse(await http.GetByteArrayAsync(new Uri(baseUrl, "openapi.json"))));

    /// <summary>Checks that the description allows this response. What it does not have, and <c>/admin</c>, is the host's.</summary>
    public void AssertAllows(HttpMethod method, string path, Response response)
    {
        if (path.StartsWith("/admin/", StringComparison.Ordinal) || path.StartsWith("/runtime/", StringComparison.Ordinal)) return;
        // No server lets this through to a function.
        if (path.Contains("%00", StringComparison.Ordinal) && response is { Status: HttpStatusCode.BadRequest, Body: "" }) return;
        var operation = document.Operations
            .OrderBy(each => each.Path.Count(character => character == '{'))
            .FirstOrDefault(each => each.Matches(method.Method, "/" + path.TrimStart('/').Split('?')[0]));
        if (operation is null)
        {
            Assert.Contains((int)response.Status, new[] { 404, 405 });
            return;
        }
        var said = $"{operation.Method} {operation.Path}: {(int)response.Status} {response.Body}";
        Assert.True(operation.Description.GetProperty("responses").TryGetProperty($"{(int)response.Status}", out var described), said);
        described = document.Follow(described);
        AssertHeaders(described, response, said);
        if (!described.TryGetProperty("content", out var content) || method == HttpMethod.Head)
        {
            Assert.True(response.Body.Length == 0, said);
            return;
        }
        Assert.True(response.ContentType?.Split(';')[0] == "application/json", $"{said} is {response.ContentType}");
        var schema = content.GetProperty("application/json").GetProperty("schema");
        var problems = _validator.Validate(schema, JsonDocument.Parse(Encoding.UTF8.GetBytes(response.Body)).RootElement);
        Assert.True(problems.Count == 0, $"{said}{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
    }

    private void AssertHeaders(JsonElement described, Response response, string said)
    {
        if (!described.TryGetProperty("headers", out var headers)) return;
        foreach (var named in headers.EnumerateObject())
        {
            var header = document.Follow(named.Value);
            var isRequired = header.TryGetProperty("required", out var required) && required.GetBoolean();
            Assert.True(!isRequired || response.Headers.Contains(named.Name), $"{said} has no {named.Name}");
        }
    }
}
