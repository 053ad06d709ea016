namespace Seedance.Functions.Tests.Maintenance;

/// <summary>Tasks of batches are in <see cref="Orchestrations.BatchTests"/>.</summary>
public class SweepTasksTests
{
    private readonly FakeService _service = new();
    private readonly FakeOrchestrations _orchestrations = new();

    [Fact]
    public async Task Tasks_without_an_orchestration_are_started_for_every_client_also_the_anonymous()
    {
        _service.Options.AllowAnonymous = true;
        var record = await _service.AddAsync(Samples.Record);
        await _service.AddAsync(Samples.Record with { Client = "anonymous" });
        await _service.AddAsync(Samples.Record with { State = TaskState.Completed });

        await SweepAsync();

        Assert.Equal(["anonymous", "studio"], _orchestrations.Scheduled.Select(each => each.Input.Task.Client).Order());
        Assert.Contains(_orchestrations.Scheduled, each => (each.Name, each.InstanceId) == (nameof(GenerateVideo), record.Id.ToString()));
        Assert.Equal(1, (await _service.ReadAsync(record)).Restarts);
    }

    [Fact]
    public async Task One_task_that_cannot_be_started_does_not_keep_the_sweep_from_the_others()
    {
        await _service.AddAsync(Samples.Record);
        var second = await _service.AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now.AddSeconds(1)) });
        _orchestrations.OnSchedule = () =>
        {
            _orchestrations.OnSchedule = () => { };
            throw new InvalidOperationException("out of reach");
        };

        await SweepAsync();

        Assert.Equal(second.Id.ToString(), Assert.Single(_orchestrations.Scheduled).InstanceId);
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, FailureCodes.InternalError)]
    public async Task A_task_that_the_provider_has_goes_on_waiting_and_is_given_up_after_five_restarts(int restarts, string? givenUp)
    {
        await _service.AddAsync(Samples.Record with
        {
            Submission = SubmissionState.Accepted,
            SubmitAttempt = 3,
            SubmittedAt = Samples.Now.AddSeconds(1),
            ProviderTaskId = Samples.ProviderTaskId,
            Restarts = restarts,
        });

        await SweepAsync();

        var input = Assert.Single(_orchestrations.Scheduled).Input;
        Assert.Equal(new WaitingState { ProviderTaskId = Samples.ProviderTaskId, SubmittedAt = Samples.Now.AddSeconds(1) }, input.Resumed);
        Assert.Equal((3, givenUp), (input.FirstAttempt, input.GivenUp?.Code));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, false)]
    [InlineData(OrchestrationRuntimeStatus.Pending, false)]
    [InlineData(OrchestrationRuntimeStatus.Failed, true)]
    [InlineData(OrchestrationRuntimeStatus.Completed, true)]
    [InlineData(null, false, 119)]
    public async Task What_is_over_before_its_task_is_started_again_and_what_runs_is_left_alone(
        OrchestrationRuntimeStatus? status, bool restarts, int seconds = 300)
    {
        var record = await _service.AddAsync(Samples.Record);
        if (status is { } known) _orchestrations.Instances[record.Id.ToString()] = known;

        await SweepAsync(seconds);

        Assert.Equal(restarts, _orchestrations.Scheduled.Count == 1);
    }

    [Fact]
    public async Task A_task_that_ends_at_that_very_moment_is_not_started_again()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Table.BeforeUpdate = () => _service.ChangeBehindTheirBackAsync(
            record, current => current.Move(TaskState.Completed, TaskStage.Done, "stored", Samples.Now));

        await SweepAsync();

        Assert.Empty(_orchestrations.Scheduled);
        Assert.Empty(await _service.Records.FindOpenAsync(record.Client, 10, CancellationToken.None));
    }

    private Task SweepAsync(int seconds = 300)
    {
        _service.Time.Advance(TimeSpan.FromSeconds(seconds));
        return _service.Create<SweepTasks>().RunAsync(new TimerInfo(), _orchestrations.Client, CancellationToken.None);
    }
}
