namespace Seedance.Functions.Tests.Admission;

/// <summary>A task costs 67.5 credits, and the client has those of 50 tasks a day unless a test says otherwise.</summary>
public class TaskAdmissionTests
{
    private const decimal Price = 67.5m;

    public TaskAdmissionTests()
    {
        Service.Options.Prices[ProviderNames.EvoLink] = "evolink-2026-09-16";
        DailyCredits = 50 * Price;
        // Operations of several callers mix.
        foreach (var table in new[] { Budgets, Keys, Service.Table }) table.Pause = async () => await Task.Yield();
    }

    private FakeService Service { get; } = new(measures: true);
    private FakeOrchestrations Orchestrations { get; } = new();
    private ObservedTable Budgets => Service.Tables.GetTableClient(ClientBudgets.TableName);
    private ObservedTable Keys => Service.Tables.GetTableClient(IdempotencyKeys.TableName);

    /// <summary>What the client has used, of all days.</summary>
    private decimal Used => Budgets.Rows.Where(row => row.RowKey == "total").Sum(ClientBudgets.CreditsOf);

    private decimal? DailyCredits { set => Service.Options.Clients[Samples.Client].DailyCredits = value; }

    [Fact]
    public async Task Of_a_hundred_at_once_no_more_start_than_the_budget_allows()
    {
        DailyCredits = 10 * Price;

        var refused = await AtOnceAsync(100, _ => Record.ExceptionAsync(() => AdmitAsync()));

        Assert.All(
            refused.OfType<Exception>(), each => Assert.Equal(HttpStatusCode.PaymentRequired, Assert.IsType<ApiException>(each).Status));
        Assert.Equal((10, 20, 10 * Price), (Orchestrations.Scheduled.Count, Service.Table.Rows.Count(), Used));
        Assert.Equal(90, Service.Meters.Of("seedance.budget.refused").Count(each => each == (1, "client=studio")));
        Assert.Contains((1.0, "client=studio"), Service.Meters.Of("seedance.budget.used"));
    }

    [Fact]
    public async Task A_task_hub_that_does_not_respond_is_a_503_and_leaves_nothing_that_costs_money()
    {
        Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");

        var refused = await RefusedAsync(AdmitAsync());

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.Status, refused.RetryAfter is not null));
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_start_of_which_only_the_response_was_lost_is_a_start()
    {
        Orchestrations.OnSchedule = () =>
        {
            Assert.True(TaskId.TryParse(Service.Table.Rows.Single(each => each.ContainsKey("TaskId")).GetString("TaskId"), out var id));
            Task.Run(() => Service.ChangeBehindTheirBackAsync(
                Samples.Record with { Id = id }, record => record with { Submission = SubmissionState.Submitting })).Wait();
            throw new InvalidOperationException("The response was lost.");
        };

        var task = (await AdmitAsync()).Record;

        Assert.Equal((SubmissionState.Submitting, Price), ((await Service.ReadAsync(task)).Submission, Used));
    }

    [Fact]
    public async Task The_same_key_and_request_give_the_first_task_as_it_is_now()
    {
        var first = (await AdmitAsync(key: "key")).Record;
        await Service.ChangeBehindTheirBackAsync(first, record => record with { Progress = 40 });

        var admitted = await AdmitAsync(key: "key");

        Assert.Equal((first.Id, 40, true), (admitted.Record.Id, admitted.Record.Progress, admitted.Replayed));
        Assert.Equal((1, Price), (Orchestrations.Scheduled.Count, Used));
    }

    [Fact]
    public async Task A_hundred_at_once_with_one_key_are_one_task_and_one_reservation()
    {
        var admitted = await AtOnceAsync(100, _ => AdmitAsync(key: "key"));

        var id = Assert.Single(admitted.Select(each => each.Record.Id).Distinct());
        Assert.Single(admitted, each => !each.Replayed);
        Assert.Equal(id.ToString(), Assert.Single(Orchestrations.Scheduled).InstanceId);
        Assert.Equal((2, Price), (Service.Table.Rows.Count(), Used));
    }

    [Fact]
    public async Task A_crash_between_key_and_record_leaves_the_key_for_its_task_and_no_other()
    {
        Service.Table.Failure = new RequestFailedException(503, "out of reach");
        await Assert.ThrowsAsync<RequestFailedException>(() => AdmitAsync(key: "key"));
        Assert.Equal(Price, Used);
        Service.Table.Failure = null;
        var promised = Keys.Rows.Single(row => row.ContainsKey("TaskId")).GetString("TaskId");
        Service.Time.Advance(TimeSpan.FromHours(3));

        var refused = await RefusedAsync(AdmitAsync("A hare", "key"));
        var admitted = await AdmitAsync(key: "key");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_conflict"), (refused.Status, refused.Error.Code));
        // The time a task shows is that of its id, and so its place in lists.
        Assert.Equal((promised, false, Samples.Now), (admitted.Record.Id.ToString(), admitted.Replayed, admitted.Record.CreatedAt));
        Assert.Equal((1, Price), (Orchestrations.Scheduled.Count, Used));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    public async Task Who_is_overtaken_between_key_and_record_gets_the_other_task(int hours)
    {
        Admitted? faster = null;
        Service.Table.Pause = async () =>
        {
            Service.Table.Pause = () => Task.CompletedTask;
            // Across midnight each of both has reserved in a day of its own.
            Service.Time.Advance(TimeSpan.FromHours(hours));
            faster = await AdmitAsync(key: "key");
        };

        var slower = await AdmitAsync(key: "key");

        Assert.Equal((faster!.Record.Id, true), (slower.Record.Id, slower.Replayed));
        Assert.Equal((1, Price), (Orchestrations.Scheduled.Count, Used));
    }

    [Fact]
    public async Task A_key_that_the_budget_refused_may_be_tried_again_the_next_day()
    {
        DailyCredits = 100;
        await AdmitAsync();
        await RefusedAsync(AdmitAsync(key: "key"));
        Service.Time.Advance(TimeSpan.FromHours(12));

        Assert.Equal(new DateOnly(2026, 3, 2), (await AdmitAsync(key: "key")).Record.BudgetDay);
    }

    [Fact]
    public async Task A_keyed_task_that_could_not_be_started_stays_for_the_sweep()
    {
        Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");
        var task = (await AdmitAsync(key: "key")).Record;
        Orchestrations.OnSchedule = () => { };

        Assert.Equal(task.Id, (await AdmitAsync(key: "key")).Record.Id);
        Assert.Equal([task.Id], await Service.Records.FindOpenAsync(Samples.Client, 10, CancellationToken.None));
    }

    [Fact]
    public async Task One_key_makes_one_batch_however_many_calls_have_it()
    {
        var admitted = await AtOnceAsync(10, _ => AdmitBatchAsync(3, "key"));

        Assert.Single(admitted.Select(each => string.Join(' ', each.Tasks.Select(task => $"{each.Batch!.Id} {task.Id}"))).Distinct());
        Assert.Equal(9, admitted.Count(each => each.Replayed));
        // Three records, their marks, and the batch.
        Assert.Equal((1, 3 * Price, 7), (Orchestrations.ScheduledBatches.Count, Used, Service.Table.Rows.Count()));
    }

    [Fact]
    public async Task A_key_is_for_one_batch_and_for_nothing_else()
    {
        await AdmitBatchAsync(2, "key");

        foreach (var other in new[] { AdmitBatchAsync(3, "key"), AdmitBatchAsync(2, "key", concurrency: 1), AdmitAsync(key: "key") })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await RefusedAsync(other)).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(1, false)]
    public async Task Storage_that_fails_in_between_leaves_nothing_that_costs_money(int transaction, bool isBatch = true)
    {
        // Of 45 tasks there are three transactions of records and one of the batch; the response to one of them is lost.
        var count = 0;
        Service.Table.AfterTransaction = After;

        await Assert.ThrowsAsync<RequestFailedException>(() => isBatch ? AdmitBatchAsync(45) : AdmitAsync());

        Assert.Equal((0, 0), (Orchestrations.Scheduled.Count, Orchestrations.ScheduledBatches.Count));
        AssertNothingLeft();

        void After()
        {
            if (++count == transaction) throw new RequestFailedException(500, "The response was lost.");
            Service.Table.AfterTransaction = After;
        }
    }

    [Fact]
    public async Task What_a_slower_call_with_the_key_has_recorded_is_not_of_the_batch()
    {
        var admitted = await AdmitBatchAsync(3);
        for (var i = 0; i < 20; i++) await Service.AddAsync(Samples.Record with { BatchId = admitted.Batch!.Id });

        var tasks = await Service.Batches.ReadTasksAsync(admitted.Batch!, CancellationToken.None);

        Assert.Equal(admitted.Tasks.Select(task => task.Id), tasks.Select(task => task.Id));
    }

    private void AssertNothingLeft() => Assert.Equal((0, 0m), (Service.Table.Rows.Count(), Used));

    private Task<Admitted> AdmitAsync(string prompt = "A fox", string? key = null)
        => AdmitAsync([Samples.Request with { Prompt = prompt }], concurrency: null, key);

    private Task<Admitted> AdmitBatchAsync(int count, string? key = null, int concurrency = 50)
        => AdmitAsync([.. Enumerable.Repeat(Samples.Request, count)], concurrency, key);

    private static Task<ApiException> RefusedAsync(Task<Admitted> admission)
        => Assert.ThrowsAsync<ApiException>(() => admission);

    /// <summary>Makes many calls at once. Time passes meanwhile, since those that lose a race wait before they try again.</summary>
    private async Task<T[]> AtOnceAsync<T>(int count, Func<int, Task<T>> call)
    {
        var all = Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => call(number))));
        while (!all.IsCompleted)
        {
            Service.Time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(1);
        }
        return await all;
    }

    private Task<Admitted> AdmitAsync(IReadOnlyList<VideoRequest> requests, int? concurrency, string? key)
        => Service.Get<TaskAdmission>().AdmitAsync(
            Orchestrations.Client, new Client(Samples.Client), requests, key is null ? null : HashedKey.OfCaller(key),
            new RequestOrigin(new Uri("https://reached.example.com")), concurrency, CancellationToken.None);
}
