using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

/// <summary>However reservations and give-backs of several processes mix, no more is out than the budget allows.</summary>
public class ConcurrentReservationsTests : BudgetTest
{
    public ConcurrentReservationsTests() => Table.Pause = async () => await Task.Yield();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public async Task Of_a_hundred_at_once_as_many_pass_as_there_is_budget_for(int processes)
    {
        var budgets = Enumerable.Range(0, processes).Select(_ => NewBudgets()).ToArray();

        var decisions = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => Task.Run(() => ReserveAsync(budgets[i % processes], NewId(), 7))));

        Assert.Equal(14, decisions.Count(decision => decision is BudgetDecision.Granted));
        Assert.Equal((98, 98), (Total, Held));
    }

    [Fact]
    public async Task A_hundred_at_once_in_one_process_are_written_together()
    {
        Options.Clients[Samples.Client].DailyCredits = 1000;
        var budgets = NewBudgets();
        var gate = new TaskCompletionSource();
        Table.Pause = () => gate.Task;
        var all = Enumerable.Range(0, 100).Select(_ => ReserveAsync(budgets, NewId(), 1)).ToList();
        gate.SetResult();
        await Task.WhenAll(all);

        // The read of the total, the first alone, and all the others in its wake.
        Assert.Equal((3, 100m), (Table.Operations, Total));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Give_backs_in_between_never_let_more_out_than_the_budget(int seed)
    {
        var budgets = Enumerable.Range(0, 4).Select(_ => NewBudgets()).ToArray();
        var random = new Random(seed);
        var plans = Enumerable.Range(0, 100).Select(i => (Process: i % 4, Credits: random.Next(1, 400) / 10m, Keeps: random.Next(4) == 0)).ToList();
        var gate = new object();
        var (kept, inUse, most, granted) = (0m, 0m, 0m, 0);

        await Task.WhenAll(plans.Select(plan => Task.Run(async () =>
        {
            var id = NewId();
            if (await ReserveAsync(budgets[plan.Process], id, plan.Credits) is not BudgetDecision.Granted { Day: { } day }) return;
            lock (gate)
            {
                granted++;
                inUse += plan.Credits;
                most = Math.Max(most, inUse);
                if (plan.Keeps) kept += plan.Credits;
                else inUse -= plan.Credits;
            }
            if (!plan.Keeps) await budgets[(plan.Process + 1) % 4].ReleaseAsync(Samples.Client, day, id);
        })));

        Assert.InRange(most, 0, 100);
        Assert.Equal((kept, kept), (Total, Held));
        Assert.InRange(granted, 4, 100);
    }
}
