using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Telemetry;

public class TaskScopeTests
{
    private static readonly string Id = TaskId.New(Samples.Now).ToString();

    [Theory]
    [InlineData("id", "")]
    [InlineData("taskId", "")]
    [InlineData("instanceId", "")]
    [InlineData("instanceId", "-notify")]
    [InlineData("instanceId", "-late")]
    public async Task Every_line_of_an_invocation_that_is_about_a_task_carries_its_id(string name, string suffix)
        => Assert.Equal(Id, await ScopeOfAsync(name, Id + suffix));

    [Theory]
    [InlineData("id", "batch-1772366400-0123456789abcdef")]
    [InlineData("id", "task-1772366400-0123456789ABCDEF\r\nforged line")]
    [InlineData("id", "")]
    [InlineData("other", "task-1772366400-0123456789abcdef")]
    public async Task What_is_no_task_s_id_is_not_written_into_the_log(string name, string value)
        => Assert.Null(await ScopeOfAsync(name, value));

    [Fact]
    public async Task The_span_of_the_invocation_names_the_task()
    {
        using var span = new Activity("invocation").Start();

        await ScopeOfAsync("instanceId", Id);

        Assert.Equal(Id, span.GetTagItem("seedance.task.id"));
    }

    [Theory]
    [InlineData("httpTrigger", true)]
    [InlineData("activityTrigger", true)]
    [InlineData("orchestrationTrigger", false)]
    [InlineData("timerTrigger", false)]
    public void Requests_and_activities_are_concerned(string trigger, bool concerned)
        => Assert.Equal(concerned, TaskScope.Concerns(Invocation.Of(trigger)));

    private static async Task<string?> ScopeOfAsync(string name, string value)
    {
        using var log = new FakeLoggerProvider();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var context = Invocation.Of("activityTrigger", bindingData: new Dictionary<string, object?> { [name] = value });

        await new TaskScope(loggers.CreateLogger<TaskScope>()).Invoke(context, async _ =>
        {
            await Task.Yield();
            // Any other part of the service, which knows nothing of the scope.
            loggers.CreateLogger("Anywhere").LogInformation("inside");
        });
        loggers.CreateLogger("Anywhere").LogInformation("outside");

        Assert.Empty(log.Collector.GetSnapshot()[1].Scopes);
        return log.Collector.GetSnapshot()[0].Scopes.OfType<IEnumerable<KeyValuePair<string, object?>>>()
            .SelectMany(values => values).Where(value => value.Key == "TaskId").Select(value => $"{value.Value}").SingleOrDefault();
    }
}
