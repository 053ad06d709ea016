using System.Net;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Admission;

public class TaskAdmissionTests : AdmissionTest
{
    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("key", null, 2)]
    [InlineData(null, 100, 3)]
    [InlineData("key", 100, 4)]
    public async Task A_task_costs_few_storage_operations_of_the_services_own(string? key, int? dailyCredits, int operations)
    {
        DailyCredits = dailyCredits;

        await AdmitAsync(key: key);

        Assert.Equal(operations, Operations);
        Assert.Single(Orchestrations.Scheduled);
    }

    [Fact]
    public async Task Work_beyond_the_budget_is_a_402_and_leaves_nothing()
    {
        await AdmitAsync();

        var refused = await RefusedAsync(AdmitAsync());

        Assert.Equal((HttpStatusCode.PaymentRequired, "insufficient_quota"), (refused.Status, refused.Error.Code));
        Assert.Equal((32.5m, Price), (refused.Error.Budget!.CreditsLeft, refused.Error.Budget.CreditsNeeded));
        Assert.Equal((2, 1), (Service.Table.Rows.Count(), Orchestrations.Scheduled.Count));
        Assert.Equal([(0.675, "client=studio"), (0.675, "client=studio")], Service.Meters.Of("seedance.budget.used"));
        Assert.Equal([(1, "client=studio")], Service.Meters.Of("seedance.budget.refused"));
    }

    [Fact]
    public async Task Of_a_hundred_at_once_no_more_start_than_the_budget_allows()
    {
        DailyCredits = 10 * Price;

        var started = await AtOnceAsync(100, async _ =>
        {
            try
            {
                await AdmitAsync();
                return true;
            }
            catch (ApiException refused) when (refused.Status == HttpStatusCode.PaymentRequired)
            {
                return false;
            }
        });

        Assert.Equal(10, started.Count(each => each));
        Assert.Equal((10, 10 * Price), (Orchestrations.Scheduled.Count, Used));
    }

    [Fact]
    public async Task A_task_hub_that_does_not_respond_is_a_503_and_leaves_nothing_that_costs_money()
    {
        Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");

        var refused = await RefusedAsync(AdmitAsync());

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "service_unavailable"), (refused.Status, refused.Error.Code));
        Assert.NotNull(refused.RetryAfter);
        Assert.Empty(Service.Table.Rows);
        Assert.Equal(0, Used);
    }

    [Fact]
    public async Task A_start_of_which_only_the_response_was_lost_is_a_start()
    {
        Orchestrations.OnSchedule = () =>
        {
            var row = Service.Table.Rows.Single(each => each.ContainsKey("TaskId"));
            Assert.True(TaskId.TryParse(row.GetString("TaskId"), out var id));
            Task.Run(() => Service.ChangeBehindTheirBackAsync(
                Samples.Record with { Id = id }, record => record with { Submission = SubmissionState.Submitting })).Wait();
            throw new InvalidOperationException("The response was lost.");
        };

        var task = (await AdmitAsync()).Record;

        Assert.Equal(SubmissionState.Submitting, (await Service.ReadAsync(task)).Submission);
        Assert.Equal(Price, Used);
    }

    [Fact]
    public async Task A_record_whose_response_is_lost_is_removed_and_gives_back()
    {
        Service.Table.AfterTransaction = () => throw new RequestFailedException(500, "The response was lost.");

        await Assert.ThrowsAsync<RequestFailedException>(() => AdmitAsync());

        Assert.Empty(Service.Table.Rows);
        Assert.Equal(0, Used);
    }

    [Fact]
    public async Task The_same_key_and_request_give_the_first_task_as_it_is_now()
    {
        var first = (await AdmitAsync(key: "key")).Record;
        await Service.ChangeBehindTheirBackAsync(first, record => record with { Progress = 40 });
        var before = Operations;

        var admitted = await AdmitAsync(key: "key");

        Assert.Equal((first.Id, 40, true), (admitted.Record.Id, admitted.Record.Progress, admitted.Replayed));
        Assert.Equal((1, Price, 3), (Orchestrations.Scheduled.Count, Used, Operations - before));
    }

    [Fact]
    public async Task A_key_stands_for_its_first_request_only_also_when_that_one_failed()
    {
        Service.Table.Failure = new RequestFailedException(503, "out of reach");
        await Assert.ThrowsAsync<RequestFailedException>(() => AdmitAsync("A fox", "key"));
        Service.Table.Failure = null;

        var refused = await RefusedAsync(AdmitAsync("A hare", "key"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_conflict"), (refused.Status, refused.Error.Code));
        Assert.Empty(Service.Table.Rows);
        Assert.False((await AdmitAsync("A fox", "key")).Replayed);
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
    public async Task After_a_crash_between_key_and_record_the_key_continues_with_its_task()
    {
        Service.Table.Failure = new RequestFailedException(503, "out of reach");
        await Assert.ThrowsAsync<RequestFailedException>(() => AdmitAsync(key: "key"));
        Assert.Equal(Price, Used);
        Service.Table.Failure = null;
        var promised = Keys.Rows.Single(row => row.ContainsKey("TaskId")).GetString("TaskId");
        Service.Time.Advance(TimeSpan.FromHours(3));

        var admitted = await AdmitAsync(key: "key");

        Assert.Equal((promised, false), (admitted.Record.Id.ToString(), admitted.Replayed));
        // The time a task shows is that of its id, and so its place in lists.
        Assert.Equal(Samples.Now, admitted.Record.CreatedAt);
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
}
