using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;
using Seedance.Launch;
using Xunit.Abstractions;

namespace Seedance.EndToEnd.Tests.Fuzz;

/// <summary>
/// Generated requests against the running app. The long run is a command:
/// <c>SEEDANCE_FUZZ_BODIES=100000 dotnet test tests/Seedance.EndToEnd.Tests --filter FullyQualifiedName~HttpFuzz</c>;
/// <c>SEEDANCE_FUZZ_SEED</c> makes another set.
/// </summary>
public sealed class HttpFuzz(FuzzedApp app, ITestOutputHelper output) : IClassFixture<FuzzedApp>
{
    // So many may really be submitted; what is valid beyond them fails for want of budget, which is decided last.
    private const int Paid = 400;
    private const int AtOnce = 16;

    private static readonly int Requests = Setting("SEEDANCE_FUZZ_BODIES", 400);
    private static readonly int Seed = Setting("SEEDANCE_FUZZ_SEED", 20260210);

    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly ConcurrentBag<string> _accepted = [];
    private int _valid;

    [OwnAppFact]
    public async Task Every_request_gets_a_described_answer_and_only_valid_ones_are_submitted()
    {
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), atOnce, async (number, _) =>
        {
            var request = new FuzzRequests(new Random(unchecked((int)((((uint)number + 1) * 2654435761u) ^ (uint)Seed)))).Next();
            try
            {
                await CheckAsync(request, number < Paid ? Callers.Alpha : Callers.Beta);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Request {number} of seed {Seed}: {request}", failure);
            }
        });

        output.WriteLine($"{Requests} requests of seed {Seed}: {_valid} valid creates, {_accepted.Count} of them submitted; "
            + string.Join(", ", _answers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.InRange(_valid, Requests / 10, Requests);
        var submits = await Eventually.ReadAsync("That all are submitted", () => Task.FromResult(PaidSubmits()), seen => seen.Count >= _accepted.Count);
        Assert.Equal(_accepted.Order(StringComparer.Ordinal), submits.Select(PromptOf).Order(StringComparer.Ordinal));
        Assert.Equal(_accepted.Count, await RecordedAsync(Callers.Alpha));
        Assert.Equal(0, await RecordedAsync(Callers.Beta));
    }

    private async Task CheckAsync(FuzzRequest request, LocalClient caller)
    {
        using var message = request.ToMessage(app.Service.BaseUrl, caller.Key);
        // This holds the answer against the description too: its status, its shape, its codes.
        var answer = await app.Service.SendAsync(message);

        _answers.AddOrUpdate($"{request.Kind}: {(int)answer.Status}", 1, (_, count) => count + 1);
        Assert.InRange((int)answer.Status, 200, 499);
        if (!request.IsCreate) return;

        var reading = new RequestReader(request.Body!.Rules).Read(request.Body.Format, request.Body.Bytes);
        if (reading is RequestResult.Refused)
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            return;
        }
        Assert.Equal(caller == Callers.Alpha ? HttpStatusCode.OK : HttpStatusCode.PaymentRequired, answer.Status);
        Interlocked.Increment(ref _valid);
        if (caller == Callers.Alpha) _accepted.Add(JsonDocument.Parse(request.Body!.Bytes).RootElement.GetProperty("prompt").GetString()!);
    }

    private async Task<int> RecordedAsync(LocalClient caller)
    {
        var (count, query) = (0, "?limit=100");
        while (true)
        {
            var page = (await app.Service.SendAsync(HttpMethod.Get, "v1/tasks" + query, key: caller.Key)).Root;
            count += page.GetProperty("data").GetArrayLength();
            if (!page.GetProperty("has_more").GetBoolean()) return count;
            query = $"?limit=100&cursor={page.GetProperty("next_cursor").GetString()}";
        }
    }

    private List<JournalEntry> PaidSubmits() => [.. app.Service.Simulator.Journal.Where(entry => entry.Created)];

    private static string PromptOf(JournalEntry submit) => submit.Body!.Value.GetProperty("prompt").GetString()!;

    private static int Setting(string name, int otherwise)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
