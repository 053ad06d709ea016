using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Seedance.Launch;
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

    [Fact]
    public async Task A_task_makes_progress_by_the_clock()
    {
        var time = new FakeTimeProvider();
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorSettings { ProgressSeconds = 100, Time = time });
        await SubmitAsync(simulator.BaseUrl, "A cat");
        var task = Assert.Single(simulator.Tasks);

        Assert.Equal(("pending", 0), (task.State, task.Progress));
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(("processing", 40), (task.State, task.Progress));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(("completed", 100), (task.State, task.Progress));
    }

    [Fact]
    public async Task Under_one_key_there_is_one_task_and_no_other_request()
    {
        await using var simulator = await SimulatorServer.StartAsync();
        const string Key = "key-of-sixteen-characters";

        using var first = await SubmitAsync(simulator.BaseUrl, "A cat", Key);
        using var again = await SubmitAsync(simulator.BaseUrl, "A cat", Key);
        using var other = await SubmitAsync(simulator.BaseUrl, "A dog", Key);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict], [first.StatusCode, again.StatusCode, other.StatusCode]);
        Assert.Equal(["true"], again.Headers.GetValues("Idempotency-Replayed"));
        Assert.Equal([(true, false), (false, true), (false, false)], simulator.Journal.Select(entry => (entry.Created, entry.Replayed)));
        Assert.Single(simulator.Tasks);
    }

    [Fact]
    public async Task A_fault_strikes_after_and_as_often_as_it_says()
    {
        await using var simulator = await SimulatorServer.StartAsync();
        simulator.Faults.Add("submit.status status=429 retryAfter=7 after=1 times=2", match: "cat");

        var statuses = new List<int>();
        foreach (var prompt in new[] { "A cat", "A dog", "A cat", "A cat", "A cat" })
        {
            using var response = await SubmitAsync(simulator.BaseUrl, prompt);
            statuses.Add((int)response.StatusCode);
            Assert.Equal(statuses[^1] == 429 ? TimeSpan.FromSeconds(7) : null, response.Headers.RetryAfter?.Delta);
        }

        Assert.Equal([200, 200, 429, 429, 200], statuses);
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

    private async Task<HttpResponseMessage> SubmitAsync(Uri simulator, string prompt, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(simulator, "v1/videos/generations"))
        {
            Content = JsonContent.Create(new { model = "seedance-2.0-text-to-video", prompt }),
        };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await _http.SendAsync(request);
    }

    private Task<JsonElement> GetAsync(Uri simulator, string path) => _http.GetFromJsonAsync<JsonElement>(new Uri(simulator, path));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
