namespace Seedance.EndToEnd.Tests;

/// <summary>
/// Runs the curl commands of the documentation in bash, page by page and in order, and compares each status with the page's.
/// </summary>
public sealed class DocumentedCommands(AppWithWebhooks app) : IClassFixture<AppWithWebhooks>, IDisposable
{
    // Whatever options the page's command has: a last line with the status, and the headers in a file.
    private const string Curl = "curl() { command curl --dump-header headers --write-out '\n%{http_code}' \"$@\"; }\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("documented-commands-");

    private readonly Dictionary<string, string?> _variables = new()
    {
        ["SEEDANCE"] = app.Service.BaseUrl.AbsoluteUri.TrimEnd('/'),
        ["KEY"] = Callers.Alpha.Key,
    };

    public static TheoryData<string> Pages => [.. Repository.Pages.Where(page => page.Commands.Any()).Select(page => page.Name)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_command_of_the_page_has_the_status_that_it_says(string name)
    {
        foreach (var (shell, first, status, needsEndedTask) in Repository.Page(name).Commands)
        {
            if (needsEndedTask)
            {
                var ended = await app.Service.UntilAsync(_variables["TASK"]!, "ends", task => task.HasEnded);
                if (ended.Results is [var link, ..]) _variables["LINK"] = link;
                // As a reader of the page does, who queries once more.
                await RunAsync("curl -s $SEEDANCE/v1/tasks/$TASK -H \"Authorization: Bearer $KEY\"");
            }
            var seen = await Eventually.ReadAsync(
                shell, () => RunAsync(shell), output => first.Length == 0 || !output.EndsWith(first, StringComparison.Ordinal));
            Assert.True(seen.EndsWith($"\n{status}", StringComparison.Ordinal), $"{shell}\n{seen}");
        }
    }

    private async Task<string> RunAsync(string shell)
    {
        var lines = new List<string>();
        await using var bash = ChildProcess.Start(new ChildProcessStart("bash", "bash", ["-c", Curl + shell])
        {
            Environment = _variables,
            WorkingDirectory = _folder.FullName,
            OnLine = line =>
            {
                lock (lines) lines.Add(line);
            },
        });
        await bash.WaitForExitAsync();
        var output = "\n" + string.Join('\n', lines);
        var headers = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "headers"));
        Remember("TASK", output, "\"(?:id|task_id)\":\"(task-[^\"]+)\"");
        Remember("BATCH", output, "\"id\":\"(batch-[^\"]+)\"");
        Remember("CURSOR", output, "\"next_cursor\":\"([^\"]+)\"");
        Remember("ETAG", headers, "(?im)^etag: (.*?)\r?$");
        return output;
    }

    private void Remember(string variable, string text, string pattern)
    {
        if (Regex.Match(text, pattern) is { Success: true } match) _variables[variable] = match.Groups[1].Value;
    }
}
