using System.Net;
using System.Text;
using System.Text.Json;
using Seedance.Functions.Tests.Api.OpenApi;

namespace Seedance.EndToEnd.Tests.Calling;

/// <summary>The running app's own <c>/openapi.json</c>, which its answers are held against.</summary>
internal sealed class Description(OpenApiDocument document)
{
    private readonly SchemaValidator _validator = new(document);

    public static async Task<Description> ReadAsync(HttpClient http, Uri baseUrl)
        => new(OpenApiDocument.Parse(await http.GetByteArrayAsync(new Uri(baseUrl, "openapi.json"))));

    /// <summary>That the description knows of such an answer. Paths and methods that it does not have are the host's to answer, and so is all below <c>/admin</c>.</summary>
    public void AssertAllows(HttpMethod method, string path, Answer answer)
    {
        // Not the app's: the host's own doors.
        if (path.StartsWith("/admin/", StringComparison.Ordinal) || path.StartsWith("/runtime/", StringComparison.Ordinal)) return;
        // No server lets this through to a function.
        if (path.Contains("%00", StringComparison.Ordinal) && answer is { Status: HttpStatusCode.BadRequest, Body: "" }) return;
        var operation = document.Operations
            .OrderBy(each => each.Path.Count(character => character == '{'))
            .FirstOrDefault(each => each.Matches(method.Method, "/" + path.TrimStart('/').Split('?')[0]));
        if (operation is null)
        {
            Assert.Contains((int)answer.Status, new[] { 404, 405 });
            return;
        }
        var said = $"{operation.Method} {operation.Path}: {(int)answer.Status} {answer.Body}";
        Assert.True(operation.Description.GetProperty("responses").TryGetProperty($"{(int)answer.Status}", out var response), said);
        response = document.Follow(response);
        AssertHeaders(response, answer, said);
        if (!response.TryGetProperty("content", out var content) || method == HttpMethod.Head)
        {
            Assert.True(answer.Body.Length == 0, said);
            return;
        }
        Assert.True(answer.ContentType?.Split(';')[0] == "application/json", $"{said} is {answer.ContentType}");
        var schema = content.GetProperty("application/json").GetProperty("schema");
        var problems = _validator.Validate(schema, JsonDocument.Parse(Encoding.UTF8.GetBytes(answer.Body)).RootElement);
        Assert.True(problems.Count == 0, $"{said}{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
    }

    private void AssertHeaders(JsonElement response, Answer answer, string said)
    {
        if (!response.TryGetProperty("headers", out var headers)) return;
        foreach (var described in headers.EnumerateObject())
        {
            var header = document.Follow(described.Value);
            var isRequired = header.TryGetProperty("required", out var required) && required.GetBoolean();
            Assert.True(!isRequired || answer.Headers.Contains(described.Name), $"{said} has no {described.Name}");
        }
    }
}
