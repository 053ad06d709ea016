using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Admission;

/// <summary>A task costs 67.5 credits, and the client has 100 a day unless a test says otherwise.</summary>
public abstract class AdmissionTest
{
    private protected const decimal Price = 67.5m;

    private protected AdmissionTest()
    {
        Service.Options.Prices[ProviderNames.EvoLink] = "evolink-2026-09-16";
        DailyCredits = 100;
        // Operations of several callers mix.
        foreach (var table in new[] { Budgets, Keys, Service.Table }) table.Pause = async () => await Task.Yield();
    }

    private protected FakeService Service { get; } = new(measures: true);

    private protected FakeOrchestrations Orchestrations { get; } = new();

    private protected ObservedTable Budgets => Service.Tables.GetTableClient(ClientBudgets.TableName);

    private protected ObservedTable Keys => Service.Tables.GetTableClient(IdempotencyKeys.TableName);

    private protected int Operations => Budgets.Operations + Keys.Operations + Service.Table.Operations;

    /// <summary>What the client has used, of all days.</summary>
    private protected decimal Used => Budgets.Rows.Where(row => row.RowKey == "total").Sum(ClientBudgets.CreditsOf);

    private protected decimal? DailyCredits
    {
        set => Service.Options.Clients[Samples.Client].DailyCredits = value;
    }

    private protected Task<Admitted> AdmitAsync(string prompt = "A fox", string? key = null)
        => AdmitAsync([Samples.Request with { Prompt = prompt }], concurrency: null, key);

    private protected Task<Admitted> AdmitBatchAsync(int count, string? key = null, int concurrency = 50)
        => AdmitAsync([.. Enumerable.Repeat(Samples.Request, count)], concurrency, key);

    private protected static async Task<ApiException> RefusedAsync(Task<Admitted> admission) => await Assert.ThrowsAsync<ApiException>(() => admission);

    /// <summary>Makes many calls at once. Time passes meanwhile, since those that lose a race wait before they try again.</summary>
    private protected async Task<T[]> AtOnceAsync<T>(int count, Func<int, Task<T>> call)
    {
        var all = Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => call(number))));
        while (!all.IsCompleted)
        {
            Service.Time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(1);
        }
        return await all;
    }

    private Task<Admitted> AdmitAsync(IReadOnlyList<VideoRequest> requests, int? concurrency, string? key) => Service.Get<TaskAdmission>().AdmitAsync(
        Orchestrations.Client,
        new Client(Samples.Client),
        requests,
        key is null ? null : HashedKey.OfCaller(key),
        new RequestOrigin(new Uri("https://reached.example.com")),
        concurrency,
        CancellationToken.None);
}
