using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;
using Seedance.Functions.Tests.Documentation;

namespace Seedance.EndToEnd.Tests;

/// <summary>Runs the curl commands of the documentation, page by page and in order, and holds each answer to what the page says.</summary>
public class DocumentedCommands(AppWithWebhooks app) : IClassFixture<AppWithWebhooks>
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private readonly Dictionary<string, string> _variables = new() { ["SEEDANCE"] = app.Service.BaseUrl.AbsoluteUri.TrimEnd('/'), ["KEY"] = Callers.Alpha.Key };

    public static TheoryData<string> Pages => [.. Repository.Pages.Where(page => CheckedCommand.Of(page).Count > 0).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_command_of_the_page_is_answered_as_it_says(string name)
    {
        foreach (var command in CheckedCommand.Of(Repository.Page(name)))
        {
            if (command.NeedsEndedTask) await EndedAsync();
            var curl = CurlCommand.Parse(command.Shell, Value);
            var answer = command.Before is { } before
                ? await Eventually.ReadAsync(command.Shell, () => SendAsync(curl), seen => (int)seen.Status != before)
                : await SendAsync(curl);
            Assert.True((int)answer.Status == command.Status, $"{command.Shell}{Environment.NewLine}{(int)answer.Status} {answer.Body}");
            Note(answer);
        }
    }

    private string Value(string variable) => _variables.TryGetValue(variable, out var value)
        ? value
        : throw new InvalidOperationException($"No answer before has told ${variable}.");

    private async Task EndedAsync()
    {
        var task = await app.Service.UntilAsync(Value("TASK"), "ends", task => task.HasEnded);
        if (task.Results is [var link, ..]) _variables["LINK"] = link;
        // As somebody would who follows the page and looks once more.
        var answer = await app.Service.SendAsync(HttpMethod.Get, $"v1/tasks/{task.Id}", key: Callers.Alpha.Key);
        _variables["ETAG"] = answer.Headers.ETag!.ToString();
    }

    private async Task<Answer> SendAsync(CurlCommand curl)
    {
        using var request = new HttpRequestMessage(curl.Method, curl.Url);
        if (curl.Body is not null) request.Content = new StringContent(curl.Body, Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        foreach (var (name, value) in curl.Headers)
        {
            if (name == "Content-Type") request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else Assert.True(request.Headers.TryAddWithoutValidation(name, value), name);
        }
        var answer = await app.Service.SendAsync(request);
        if (!curl.FollowsRedirects || answer.Status != HttpStatusCode.Found) return answer;

        using var followed = await Http.GetAsync(answer.Headers.Location);
        return new Answer(followed.StatusCode, followed.Headers, followed.Content.Headers.ContentType?.ToString(), "");
    }

    /// <summary>What the page's variables stand for from here on.</summary>
    private void Note(Answer answer)
    {
        if (answer.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true) return;
        var root = answer.Root;
        foreach (var id in new[] { Member(root, "id"), Member(root, "data") is { ValueKind: JsonValueKind.Object } data ? Member(data, "task_id") : null })
        {
            if (id?.GetString() is not { } text) continue;
            _variables[text.StartsWith("batch-", StringComparison.Ordinal) ? "BATCH" : "TASK"] = text;
        }
        if (Member(root, "next_cursor")?.GetString() is { } cursor) _variables["CURSOR"] = cursor;
    }

    private static JsonElement? Member(JsonElement element, string name) => element.TryGetProperty(name, out var member) ? member : null;
}
