using Microsoft.DurableTask.Client;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public class GenerationRestarterTests
{
    private readonly FakeService _service = new();
    private readonly FakeOrchestrations _orchestrations = new();

    [Fact]
    public async Task A_task_that_was_recorded_but_never_started_is_started()
    {
        var record = await AddAsync(Samples.Record);

        Assert.True(await RestartAsync(record));

        var scheduled = Assert.Single(_orchestrations.Scheduled);
        Assert.Equal((nameof(GenerateVideo), record.Id.ToString()), (scheduled.Name, scheduled.InstanceId));
        Assert.Equal(1, scheduled.Input.FirstAttempt);
        Assert.Null(scheduled.Input.Resumed);
        Assert.Equal(1, (await _service.ReadAsync(record)).Restarts);
    }

    [Fact]
    public async Task A_task_that_the_provider_has_goes_on_waiting_and_is_not_submitted_again()
    {
        var record = await AddAsync(Samples.Record with
        {
            Submission = SubmissionState.Accepted,
            SubmitAttempt = 3,
            SubmittedAt = Samples.Now.AddSeconds(1),
            ProviderTaskId = Samples.ProviderTaskId,
        });

        await RestartAsync(record);

        var input = Assert.Single(_orchestrations.Scheduled).Input;
        Assert.Equal(
            new WaitingState { ProviderTaskId = Samples.ProviderTaskId, SubmittedAt = Samples.Now.AddSeconds(1) }, input.Resumed);
    }

    [Fact]
    public async Task A_restart_repeats_the_last_attempt_s_number_so_that_its_marker_counts()
    {
        var record = await AddAsync(Samples.Record with { Submission = SubmissionState.Submitting, SubmitAttempt = 3 });

        await RestartAsync(record);

        Assert.Equal(3, Assert.Single(_orchestrations.Scheduled).Input.FirstAttempt);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Pending)]
    [InlineData(OrchestrationRuntimeStatus.Suspended)]
    public async Task A_task_that_is_being_worked_on_is_left_alone(OrchestrationRuntimeStatus status)
    {
        var record = await AddAsync(Samples.Record);
        _orchestrations.Instances[record.Id.ToString()] = status;

        Assert.False(await RestartAsync(record));
        Assert.Empty(_orchestrations.Scheduled);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    public async Task A_workflow_that_is_over_while_its_task_is_not_is_started_again(OrchestrationRuntimeStatus status)
    {
        var record = await AddAsync(Samples.Record);
        _orchestrations.Instances[record.Id.ToString()] = status;

        Assert.True(await RestartAsync(record));
    }

    [Fact]
    public async Task A_create_that_is_under_way_is_left_alone()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Time.Advance(TimeSpan.FromSeconds(119));

        Assert.False(await RestartAsync(record));
        Assert.Empty(_orchestrations.Scheduled);
    }

    [Fact]
    public async Task A_mark_that_was_left_behind_is_removed_and_nothing_is_started()
    {
        var record = await AddAsync(Samples.Record with { State = TaskState.Completed });

        Assert.False(await RestartAsync(record));

        Assert.Empty(_orchestrations.Scheduled);
        Assert.Empty(await _service.Records.FindOpenAsync(record.Client, null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_task_that_ends_at_that_very_moment_is_not_started_again()
    {
        var record = await AddAsync(Samples.Record);
        _service.Table.BeforeUpdate = () => _service.ChangeBehindTheirBackAsync(
            record, current => current.Move(TaskState.Completed, TaskStage.Done, "stored", Samples.Now));

        Assert.False(await RestartAsync(record));
        Assert.Empty(_orchestrations.Scheduled);
    }

    [Fact]
    public async Task After_five_restarts_the_task_fails_and_says_where_its_video_may_be()
    {
        var record = await AddAsync(Samples.Record with { Restarts = 5, ProviderTaskId = Samples.ProviderTaskId });

        Assert.True(await RestartAsync(record));

        var input = Assert.Single(_orchestrations.Scheduled).Input;
        Assert.Equal((FailureCodes.InternalError, Samples.ProviderTaskId), (input.GivenUp?.Code, input.Resumed?.ProviderTaskId));
    }

    private async Task<TaskRecord> AddAsync(TaskRecord record)
    {
        var added = await _service.AddAsync(record);
        _service.Time.Advance(TimeSpan.FromMinutes(2));
        return added;
    }

    private Task<bool> RestartAsync(TaskRecord record)
        => _service.Get<GenerationRestarter>()
            .RestartIfStuckAsync(_orchestrations.Client, record.Client, record.Id, CancellationToken.None);
}
