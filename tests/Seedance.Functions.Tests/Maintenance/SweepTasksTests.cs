using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Maintenance;

public class SweepTasksTests
{
    private readonly FakeService _service = new();
    private readonly FakeOrchestrations _orchestrations = new();

    [Fact]
    public async Task Every_client_s_stuck_tasks_are_started_the_anonymous_one_s_too()
    {
        _service.Options.AllowAnonymous = true;
        await _service.AddAsync(Samples.Record);
        await _service.AddAsync(Samples.Record with { Client = "anonymous" });
        await _service.AddAsync(Samples.Record with { State = TaskState.Completed });

        await SweepAsync();

        Assert.Equal(["anonymous", "studio"], _orchestrations.Scheduled.Select(each => each.Input.Task.Client).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_task_that_cannot_be_helped_does_not_keep_the_sweep_from_the_others()
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

    private Task SweepAsync()
    {
        _service.Time.Advance(TimeSpan.FromMinutes(5));
        var options = Samples.As(_service.Options);
        return new SweepTasks(
            _service.Records, new ClientDirectory(options), _service.Get<GenerationRestarter>(), new SweepPosition(), NullLogger<SweepTasks>.Instance)
            .RunAsync(new TimerInfo(), _orchestrations.Client, CancellationToken.None);
    }
}
