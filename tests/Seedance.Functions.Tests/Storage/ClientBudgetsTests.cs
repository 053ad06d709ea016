using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class ClientBudgetsTests : BudgetTest
{
    private readonly ClientBudgets _budgets;

    public ClientBudgetsTests() => _budgets = NewBudgets();

    [Fact]
    public async Task A_client_without_a_budget_costs_no_storage_operation()
    {
        Options.Clients[Samples.Client].DailyCredits = null;

        Assert.Equal(new BudgetDecision.Granted(null), await ReserveAsync(_budgets, NewId(), 1_000_000));
        Assert.Equal(0, Table.Operations);
    }

    [Fact]
    public async Task The_first_reservation_of_a_day_is_two_operations_and_each_further_one_is_one()
    {
        await ReserveAsync(_budgets, NewId(), 10);
        Assert.Equal(2, Table.Operations);

        await ReserveAsync(_budgets, NewId(), 10);
        await ReserveAsync(_budgets, NewId(), 10);
        Assert.Equal(4, Table.Operations);
        Assert.Equal((30, 30), (Total, Held));
    }

    [Fact]
    public async Task The_budget_can_be_used_up_to_the_last_fraction_and_not_beyond()
    {
        Assert.IsType<BudgetDecision.Granted>(await ReserveAsync(_budgets, NewId(), 99.9999999999999999m));
        Assert.IsType<BudgetDecision.Granted>(await ReserveAsync(_budgets, NewId(), 0.0000000000000001m));
        Assert.IsType<BudgetDecision.Refused>(await ReserveAsync(_budgets, NewId(), 0.0000000000000001m));

        Assert.Equal((100, 100), (Total, Held));
    }

    [Fact]
    public async Task A_refusal_says_what_is_left_and_when_the_budget_resets()
    {
        await ReserveAsync(_budgets, NewId(), 87.5m);

        var refusal = Assert.IsType<BudgetDecision.Refused>(await ReserveAsync(_budgets, NewId(), 67.50m)).Refusal;

        Assert.Equal((100m, 12.5m, 67.5m), (refusal.DailyCredits, refusal.CreditsLeft, refusal.CreditsNeeded));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), refusal.ResetsAt);
        Assert.Contains("needs 67.5 credits, and 12.5 of the daily 100 are left", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("resets at 2026-03-02T00:00:00Z", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(87.5m, Total);
    }

    [Fact]
    public async Task Several_tasks_fit_together_or_not_at_all()
    {
        var decision = await _budgets.ReserveAsync(
            Samples.Client, [(NewId(), Price(40)), (NewId(), Price(40)), (NewId(), Price(20.01m))]);

        Assert.Equal(100.01m, Assert.IsType<BudgetDecision.Refused>(decision).Refusal.CreditsNeeded);
        Assert.Equal((0, 0), (Total, Held));
        Assert.Empty(Table.Rows);
    }

    [Fact]
    public async Task What_is_given_back_is_given_back_once()
    {
        var task = NewId();
        await ReserveAsync(_budgets, task, 60);
        await ReserveAsync(_budgets, NewId(), 40);

        await _budgets.ReleaseAsync(Samples.Client, Today, task);
        await _budgets.ReleaseAsync(Samples.Client, Today, task);
        await NewBudgets().ReleaseAsync(Samples.Client, Today, task);

        Assert.Equal((40, 40), (Total, Held));
        Assert.IsType<BudgetDecision.Granted>(await ReserveAsync(_budgets, NewId(), 60));
    }

    [Fact]
    public async Task Two_that_give_the_same_back_at_once_give_it_back_once()
    {
        var task = NewId();
        await ReserveAsync(_budgets, task, 60);
        await ReserveAsync(_budgets, NewId(), 40);
        Table.Pause = async () => await Task.Yield();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? _budgets : NewBudgets()).ReleaseAsync(Samples.Client, Today, task)));

        Assert.Equal((40, 40), (Total, Held));
    }

    [Theory]
    [InlineData(50, 90)]
    [InlineData(70, 110)]
    [InlineData(60, 100)]
    [InlineData(0, 40)]
    public async Task A_completed_task_counts_for_what_it_was_charged(int charged, int total)
    {
        var task = NewId();
        await ReserveAsync(_budgets, task, 60);
        await ReserveAsync(_budgets, NewId(), 40);
        var record = Samples.Record with { Id = task, State = TaskState.Completed, CreditsCharged = charged, BudgetDay = Today };

        await _budgets.SettleAsync(record);
        await NewBudgets().SettleAsync(record);

        Assert.Equal((total, total), (Total, Held));
    }

    [Fact]
    public async Task An_unknown_price_is_refused_with_the_reason_and_costs_no_operation()
    {
        var refusal = Assert.IsType<BudgetDecision.Refused>(await ReserveAsync(_budgets, NewId(), null)).Refusal;

        Assert.Contains("No such price.", refusal.Message, StringComparison.Ordinal);
        Assert.Null(refusal.CreditsLeft);
        Assert.Equal(0, Table.Operations);
    }

    [Fact]
    public async Task An_unknown_price_that_is_allowed_counts_once_it_is_charged()
    {
        Options.Clients[Samples.Client].AllowUnknownPrices = true;
        var task = NewId();

        Assert.Equal(new BudgetDecision.Granted(Today), await ReserveAsync(_budgets, task, null));
        await _budgets.SettleAsync(Samples.Record with { Id = task, State = TaskState.Completed, CreditsCharged = 30, BudgetDay = Today });

        Assert.Equal((30, 30), (Total, Held));
    }

    [Fact]
    public async Task Every_UTC_day_has_a_budget_of_its_own_and_yesterdays_tasks_give_back_to_yesterday()
    {
        var yesterday = Today;
        var task = NewId();
        await ReserveAsync(_budgets, task, 100);
        Time.Advance(TimeSpan.FromHours(12));
        Assert.IsType<BudgetDecision.Granted>(await ReserveAsync(_budgets, NewId(), 100));

        await _budgets.ReleaseAsync(Samples.Client, yesterday, task);

        Assert.IsType<BudgetDecision.Refused>(await ReserveAsync(_budgets, NewId(), 1));
        Assert.Equal(100, Total);
    }

    [Fact]
    public async Task What_another_process_has_used_is_not_left_and_what_it_gave_back_is()
    {
        var elsewhere = NewBudgets();
        var task = NewId();
        await ReserveAsync(_budgets, NewId(), 10);
        await ReserveAsync(elsewhere, task, 80);

        Assert.Equal(10m, Assert.IsType<BudgetDecision.Refused>(await ReserveAsync(_budgets, NewId(), 20)).Refusal.CreditsLeft);
        await elsewhere.ReleaseAsync(Samples.Client, Today, task);
        Assert.IsType<BudgetDecision.Granted>(await ReserveAsync(_budgets, NewId(), 90));
        Assert.Equal((100, 100), (Total, Held));
    }

    [Fact]
    public async Task A_reservation_whose_answer_was_lost_counts_once()
    {
        var task = NewId();
        Table.AfterTransaction = () => throw new RequestFailedException(500, "The answer was lost.");
        await Assert.ThrowsAsync<RequestFailedException>(() => ReserveAsync(_budgets, task, 60));

        Assert.Equal(new BudgetDecision.Granted(Today), await ReserveAsync(_budgets, task, 60));
        Assert.IsType<BudgetDecision.Granted>(await ReserveAsync(_budgets, NewId(), 40));
        Assert.Equal((100, 100), (Total, Held));
    }

    [Fact]
    public async Task Trouble_with_one_change_is_not_another_s()
    {
        var known = NewId();
        await ReserveAsync(_budgets, known, 10);
        var gate = new TaskCompletionSource();
        Table.Pause = () => gate.Task;
        // The first is being written; the others wait and are written together, the known one among them.
        var all = new[] { NewId(), NewId(), known, NewId() }.Select(id => ReserveAsync(_budgets, id, 10)).ToList();
        gate.SetResult();

        Assert.All(await Task.WhenAll(all), decision => Assert.IsType<BudgetDecision.Granted>(decision));
        Assert.Equal((40, 40), (Total, Held));
    }

    [Fact]
    public async Task Storage_that_is_out_of_reach_fails_those_who_asked_and_nobody_after_them()
    {
        Table.Failure = new RequestFailedException(503, "busy");
        await Assert.ThrowsAsync<RequestFailedException>(() => ReserveAsync(_budgets, NewId(), 10));

        Table.Failure = null;
        Assert.IsType<BudgetDecision.Granted>(await ReserveAsync(_budgets, NewId(), 10));
    }
}
