namespace Seedance.Functions.Tests.Storage;

/// <summary>A client with 100 credits a day.</summary>
public class ClientBudgetsTests
{
    private readonly FakeService _service = new();

    public ClientBudgetsTests() => _service.Options.Clients[Samples.Client].DailyCredits = 100;

    private ObservedTable Table => _service.Tables.GetTableClient(ClientBudgets.TableName);

    private DateOnly Today => DateOnly.FromDateTime(_service.Time.GetUtcNow().UtcDateTime);

    private (decimal Total, decimal Held) Rows => (
        Table.Rows.Where(row => row.RowKey == "total").Sum(ClientBudgets.CreditsOf),
        Table.Rows.Where(row => row.RowKey != "total").Sum(ClientBudgets.CreditsOf));

    [Fact]
    public async Task The_budget_can_be_used_up_to_the_last_fraction_and_not_beyond()
    {
        Assert.Null((await ReserveAsync(99.9999999999999999m)).Refusal);
        Assert.Null((await ReserveAsync(0.0000000000000001m)).Refusal);
        Assert.NotNull((await ReserveAsync(0.0000000000000001m)).Refusal);

        Assert.Equal((100, 100), Rows);
    }

    [Fact]
    public async Task Several_tasks_fit_together_or_not_at_all_and_a_refusal_says_what_is_left()
    {
        await ReserveAsync(60);

        var reservation = await _service.Budgets.ReserveAsync(Samples.Client, [(NewId(), Price(40)), (NewId(), Price(20.01m))]);

        Assert.Equal(
            "This needs 60.01 credits, and 40 of the daily 100 are left. Nothing was submitted. The budget resets at 2026-03-02T00:00:00Z.",
            reservation.Refusal!.Message);
        Assert.Equal((60, 60), Rows);
    }

    [Fact]
    public async Task Whatever_is_reserved_and_given_back_at_once_never_exceeds_the_budget()
    {
        Table.Pause = async () => await Task.Yield();
        var random = new Random(1);
        var plans = Enumerable.Range(0, 100)
            .Select(_ => (Id: NewId(), Credits: random.Next(1, 400) / 10m, Keeps: random.Next(4) == 0)).ToList();
        var gate = new Lock();
        var (kept, inUse, max) = (0m, 0m, 0m);

        var all = Task.WhenAll(plans.Select(plan => Task.Run(async () =>
        {
            if ((await ReserveAsync(plan.Credits, plan.Id)).Refusal is not null) return;
            lock (gate)
            {
                inUse += plan.Credits;
                max = Math.Max(max, inUse);
                if (plan.Keeps) kept += plan.Credits;
                else inUse -= plan.Credits;
            }
            // Twice at once: it is given back once.
            if (!plan.Keeps) await Task.WhenAll(ReleaseAsync(plan.Id), ReleaseAsync(plan.Id));
        })));
        while (!all.IsCompleted)
        {
            _service.Time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(1);
        }
        await all;

        Assert.InRange(max, 1, 100);
        Assert.Equal((kept, kept), Rows);
    }

    [Theory]
    [InlineData(50, 90)]
    [InlineData(70, 110)]
    [InlineData(0, 40)]
    public async Task A_completed_task_counts_for_what_it_was_charged(int charged, int total)
    {
        var record = Samples.Record with { State = TaskState.Completed, CreditsCharged = charged, BudgetDay = Today };
        await ReserveAsync(60, record.Id);
        await ReserveAsync(40);

        await _service.Budgets.SettleAsync(record);
        await _service.Budgets.SettleAsync(record);

        Assert.Equal((total, total), Rows);
    }

    [Fact]
    public async Task An_unknown_price_is_refused_unless_the_client_allows_it()
    {
        var refusal = (await ReserveAsync(null)).Refusal!;
        Assert.Contains("No such price.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((null, 0), (refusal.CreditsLeft, Table.Operations));

        _service.Options.Clients[Samples.Client].AllowUnknownPrices = true;
        var record = Samples.Record with { State = TaskState.Completed, CreditsCharged = 30, BudgetDay = Today };
        Assert.Equal(Today, (await ReserveAsync(null, record.Id)).Day);
        await _service.Budgets.SettleAsync(record);
        Assert.Equal((30, 30), Rows);
    }

    [Fact]
    public async Task Every_UTC_day_has_its_own_budget_and_yesterdays_tasks_give_back_to_yesterday()
    {
        var (yesterday, task) = (Today, NewId());
        await ReserveAsync(100, task);
        _service.Time.Advance(TimeSpan.FromHours(12));
        Assert.Null((await ReserveAsync(100)).Refusal);

        await _service.Budgets.ReleaseAsync(Samples.Client, yesterday, task);

        Assert.NotNull((await ReserveAsync(1)).Refusal);
        Assert.Equal((100, 100), Rows);
    }

    [Fact]
    public async Task A_reservation_whose_response_was_lost_counts_once()
    {
        var task = NewId();
        Table.AfterTransaction = () => throw new RequestFailedException(500, "The response was lost.");
        await Assert.ThrowsAsync<RequestFailedException>(() => ReserveAsync(60, task));

        Assert.Equal((Today, null), ((await ReserveAsync(60, task)).Day, (await ReserveAsync(60, task)).Refusal));
        Assert.Null((await ReserveAsync(40)).Refusal);
        Assert.Equal((100, 100), Rows);
    }

    [Theory]
    [InlineData(TaskState.Completed, SubmissionState.Accepted, null, null)]
    [InlineData(TaskState.Failed, SubmissionState.None, FailureCodes.InternalError, 0)]
    [InlineData(TaskState.Failed, SubmissionState.NotSent, FailureCodes.ServiceUnavailable, 0)]
    [InlineData(TaskState.Failed, SubmissionState.Rejected, FailureCodes.ContentPolicyViolation, 0)]
    [InlineData(TaskState.Failed, SubmissionState.Accepted, FailureCodes.ServiceError, 0)]
    [InlineData(TaskState.Failed, SubmissionState.Unknown, FailureCodes.SubmitOutcomeUnknown, null)]
    [InlineData(TaskState.Failed, SubmissionState.Submitting, FailureCodes.InternalError, null)]
    [InlineData(TaskState.Failed, SubmissionState.Accepted, FailureCodes.TimedOutWaiting, null)]
    [InlineData(TaskState.Failed, SubmissionState.Accepted, FailureCodes.VideoLinkExpired, null)]
    [InlineData(TaskState.Cancelled, SubmissionState.NotSent, null, 0)]
    [InlineData(TaskState.Cancelled, SubmissionState.Accepted, null, null)]
    [InlineData(TaskState.Processing, SubmissionState.None, null, null)]
    public void What_was_surely_not_paid_is_given_back_and_nothing_else(
        TaskState state, SubmissionState submission, string? failure, int? credits)
        => Assert.Equal(credits, ClientBudgets.CostOf(Samples.Record with
        {
            State = state,
            Submission = submission,
            Failure = failure is null ? null : TaskFailure.Of(failure),
        }));

    private static TaskId NewId() => TaskId.New(Samples.Now);

    private static Estimate Price(decimal? credits)
        => new() { PricingVersion = "test", AmountToReserve = credits, Notes = credits is null ? ["No such price."] : [] };

    private Task<BudgetReservation> ReserveAsync(decimal? credits, TaskId? id = null)
        => _service.Budgets.ReserveAsync(Samples.Client, [(id ?? NewId(), Price(credits))]);

    private Task ReleaseAsync(TaskId id) => _service.Budgets.ReleaseAsync(Samples.Client, Today, id);
}
