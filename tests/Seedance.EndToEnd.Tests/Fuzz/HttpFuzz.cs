namespace Seedance.EndToEnd.Tests.Fuzz;

/// <summary>
/// Generated requests against a running app with a simulator of its own, so that whatever reaches the provider came of them. Videos take so
/// long that none is finished. The long run is a command:
/// <c>SEEDANCE_FUZZ_BODIES=100000 dotnet test tests/Seedance.EndToEnd.Tests --filter FullyQualifiedName~HttpFuzz</c>;
/// <c>SEEDANCE_FUZZ_SEED</c> makes another set.
/// </summary>
public sealed class HttpFuzz
{
    // So many may really be submitted; later ones go to a client whose budget is used up, which is decided last.
    private const int Paid = 400;

    private static readonly int Requests = Setting("SEEDANCE_FUZZ_BODIES", 400);
    private static readonly int Seed = Setting("SEEDANCE_FUZZ_SEED", 20260210);

    private readonly ConcurrentBag<string> _accepted = [];

    [OwnAppFact]
    public async Task No_request_gets_a_500_and_all_that_was_accepted_is_submitted_once()
    {
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorSettings { ProgressSeconds = 3600 });
        await using var app = await OwnApp.StartAsync("fuzz", webhooks: false, simulator: simulator, more:
        [
            ("Seedance__AllowPrivateNetworks", "false"), ($"Seedance__Clients__{Callers.Beta.Name}__DailyCredits", "0"),
            ("Seedance__Waiting__PollSeconds", "600"),
        ]);
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (number, _) =>
        {
            var request = new FuzzRequests(new Random(unchecked((int)((((uint)number + 1) * 2654435761u) ^ (uint)Seed)))).Next();
            try
            {
                await CheckAsync(app.Service, request, number < Paid ? Callers.Alpha : Callers.Beta);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Request {number} of seed {Seed}: {request}", failure);
            }
        });

        Assert.InRange(_accepted.Count, Math.Min(Requests, Paid) / 10, Paid);
        var submits = await Eventually.ReadAsync(
            "That all are submitted",
            () => Task.FromResult(simulator.Journal.Where(entry => entry.Created).ToList()),
            seen => seen.Count >= _accepted.Count);
        Assert.Equal(
            _accepted.Order(StringComparer.Ordinal),
            submits.Select(submit => submit.Body!.Value.GetProperty("prompt").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(_accepted.Count, (await app.Service.ListAsync("limit=100", Callers.Alpha.Key)).Count);
        Assert.Empty(await app.Service.ListAsync("limit=100", Callers.Beta.Key));
    }

    private async Task CheckAsync(Service service, FuzzRequest request, LocalClient caller)
    {
        // This checks the response against the description too: its status, its shape, its codes. Starved storage is a 503: try again.
        var response = await Eventually.ReadAsync(
            "A response of storage",
            async () =>
            {
                using var message = request.ToMessage(service.BaseUrl, caller.Key);
                return await service.SendAsync(message);
            },
            seen => seen.Status != HttpStatusCode.ServiceUnavailable);

        Assert.InRange((int)response.Status, 200, 499);
        if (request.IsCreate && response.Status == HttpStatusCode.OK)
            _accepted.Add(JsonDocument.Parse(request.Body).RootElement.GetProperty("prompt").GetString()!);
    }

    private static int Setting(string name, int otherwise)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
