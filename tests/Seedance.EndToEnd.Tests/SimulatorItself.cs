using System.Net.Http.Headers;
using System.Net.Http.Json;
using Seedance.Simulator.Faults;

namespace Seedance.EndToEnd.Tests;

/// <summary>The simulator without an app.</summary>
public sealed class SimulatorItself : IDisposable
{
    private readonly HttpClient _http = new()
    {
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", SimulatorProcess.ApiKey) },
    };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task As_a_process_it_says_where_it_listens_and_shows_its_journal()
    {
        await using var simulator = await SimulatorProcess.StartAsync(arguments: ["--progress-seconds", "0", "--video-bytes", "100000"]);

        var task = await (await SubmitAsync(simulator.BaseUrl, "A cat")).Content.ReadFromJsonAsync<JsonElement>();
        var id = task.GetProperty("id").GetString();

        var entry = Assert.Single((await GetAsync(simulator.BaseUrl, "admin/journal")).EnumerateArray());
        Assert.Equal(("submit", id, true), (Text(entry, "kind"), Text(entry, "taskId"), entry.GetProperty("created").GetBoolean()));
        Assert.Equal("A cat", Text(entry.GetProperty("body"), "prompt"));
        var shown = Assert.Single((await GetAsync(simulator.BaseUrl, "admin/tasks")).EnumerateArray());
        Assert.Equal((id, "completed", "evolink"), (Text(shown, "id"), Text(shown, "state"), Text(shown, "provider")));
        var link = (await GetAsync(simulator.BaseUrl, $"v1/tasks/{id}")).GetProperty("results")[0].GetString();
        Assert.Equal(100_000, (await _http.GetByteArrayAsync(link)).Length);
    }

    [Theory]
    [InlineData("no_such_fault", "no fault is called 'no_such_fault'")]
    [InlineData("poll.drop_before", "is on submit, not on 'poll'")]
    [InlineData("status code=1 colour=red", "does not take colour=red")]
    [InlineData("poll.shape shape=round", "does not take shape=round")]
    public async Task A_fault_that_does_not_exist_is_refused(string fault, string reason)
    {
        await using var simulator = await SimulatorServer.StartAsync();

        using var response = await SubmitAsync(simulator.BaseUrl, $"A cat [[fault:{fault}]]");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Contains(reason, Text(error, "message"), StringComparison.Ordinal);
        Assert.Empty(simulator.Tasks);
    }

    [Fact]
    public void Its_README_names_every_fault_with_its_points_and_parameters()
    {
        var rows = File.ReadLines(RepositoryRoot.Combine("local", "Simulator", "README.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 4)
            .ToDictionary(cells => cells[1], cells => (cells[2], cells[3]));

        foreach (var kind in FaultKind.All)
        {
            var (points, parameters) = rows[$"`{kind.Name}`"];
            Assert.Equal(string.Join(", ", kind.On), points);
            Assert.Equal(kind.Parameters, parameters.Split('`').Where((_, index) => index % 2 == 1));
        }
    }

    private Task<HttpResponseMessage> SubmitAsync(Uri simulator, string prompt)
        => _http.PostAsJsonAsync(new Uri(simulator, "v1/videos/generations"), new { model = "seedance-2.0-text-to-video", prompt });

    private Task<JsonElement> GetAsync(Uri simulator, string path) => _http.GetFromJsonAsync<JsonElement>(new Uri(simulator, path));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
