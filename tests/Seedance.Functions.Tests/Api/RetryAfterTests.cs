using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class RetryAfterTests
{
    private readonly FakeService _service = new();

    [Theory]
    [InlineData(TaskStage.Queued)]
    [InlineData(TaskStage.Submitting)]
    [InlineData(TaskStage.Storing)]
    public async Task What_takes_seconds_is_worth_asking_for_after_the_first_interval(TaskStage stage)
        => Assert.Equal(5, await SecondsAsync(Waiting(Samples.Now.AddHours(-2)) with { Stage = stage }));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(30, 2)]
    [InlineData(120, 7)]
    [InlineData(1200, 20)]
    [InlineData(2 * 3600, 100)]
    public async Task Without_webhooks_it_is_the_time_to_the_next_poll(int submitToPoll, int sincePoll)
    {
        _service.Options.PublicBaseUrl = null;
        var submitted = Samples.Now.AddSeconds(-submitToPoll - sincePoll);
        var record = Waiting(submitted) with { LastPolledAt = Samples.Now.AddSeconds(-sincePoll) };
        var state = new WaitingState { ProviderTaskId = "x", SubmittedAt = submitted };
        var interval = PollSchedule.Next(Samples.Plan, state, record.Id.ToString(), record.LastPolledAt!.Value);

        Assert.Equal((int)Math.Ceiling(interval.TotalSeconds - sincePoll), await SecondsAsync(record));
    }

    [Fact]
    public async Task Before_the_first_poll_it_is_counted_from_the_submit()
    {
        _service.Options.PublicBaseUrl = null;

        Assert.InRange(await SecondsAsync(Waiting(Samples.Now.AddSeconds(-3))), 2, 3);
    }

    [Fact]
    public async Task A_poll_that_is_due_is_worth_asking_for_at_once()
    {
        _service.Options.PublicBaseUrl = null;

        Assert.Equal(1, await SecondsAsync(Waiting(Samples.Now.AddSeconds(-20))));
    }

    [Theory]
    [InlineData(30, 5, 6)]
    [InlineData(120, 10, 11)]
    [InlineData(1200, 30, 33)]
    public async Task With_webhooks_it_may_be_over_at_any_time_so_the_rare_polls_do_not_count(int sinceSubmit, int least, int most)
    {
        var record = Waiting(Samples.Now.AddSeconds(-sinceSubmit)) with { LastPolledAt = Samples.Now.AddSeconds(-1) };

        Assert.InRange(await SecondsAsync(record), least, most);
    }

    [Fact]
    public async Task The_settings_of_the_schedule_count()
    {
        _service.Options.Waiting.PollSeconds = 0.2;
        Assert.Equal(1, await SecondsAsync(Samples.Record));
        _service.Options.Waiting.PollSeconds = 40;
        Assert.Equal(40, await SecondsAsync(Samples.Record with { Id = TaskId.New(Samples.Now) }));
    }

    [Fact]
    public async Task What_is_over_is_not_asked_for_again()
    {
        var record = await _service.AddAsync(Samples.Record with { State = TaskState.Failed, Stage = TaskStage.Done });

        Assert.Null(FrontDoors.Header(await new FrontDoors(_service).GetTaskAsync(record.Id.ToString()), "Retry-After"));
    }

    private static TaskRecord Waiting(DateTimeOffset submitted)
        => Samples.Record with { State = TaskState.Processing, Stage = TaskStage.Waiting, SubmittedAt = submitted };

    private async Task<int> SecondsAsync(TaskRecord record)
    {
        await _service.AddAsync(record);
        return int.Parse(FrontDoors.Header(await new FrontDoors(_service).GetTaskAsync(record.Id.ToString()), "Retry-After")!);
    }
}
