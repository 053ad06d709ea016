using Microsoft.Extensions.Time.Testing;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

/// <summary>A client with 100 credits a day.</summary>
public abstract class BudgetTest
{
    private protected BudgetTest() => Options.Clients[Samples.Client].DailyCredits = 100;

    private protected SeedanceOptions Options { get; } = Samples.Options;

    private protected FakeTimeProvider Time { get; } = new(Samples.Now);

    private protected FakeMeters Meters { get; } = new();

    private protected ObservedTables Tables { get; } = new(new StorageAccount());

    private protected ObservedTable Table => Tables.GetTableClient(ClientBudgets.TableName);

    private protected DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);

    private protected decimal Total => Table.Rows.Where(row => row.RowKey == "total").Sum(BudgetRow.CreditsOf);

    private protected decimal Held => Table.Rows.Where(row => row.RowKey != "total").Sum(BudgetRow.CreditsOf);

    /// <summary>As another process has it: it remembers nothing.</summary>
    private protected ClientBudgets NewBudgets() => new(Tables, Samples.As(Options), Meters.Metrics, Time);

    private protected TaskId NewId() => TaskId.New(Time.GetUtcNow());

    private protected static Estimate Price(decimal? credits) => new()
    {
        PricingVersion = "test",
        From = credits,
        To = credits,
        AmountToReserve = credits,
        Notes = credits is null ? ["No such price."] : [],
    };

    private protected static Task<BudgetDecision> ReserveAsync(ClientBudgets budgets, TaskId id, decimal? credits)
        => budgets.ReserveAsync(Samples.Client, [(id, Price(credits))]);
}
