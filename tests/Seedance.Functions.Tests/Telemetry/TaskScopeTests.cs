using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Seedance.Functions.Tests.Telemetry;

public class TaskScopeTests
{
    private const string Id = "task-1772366400-0123456789abcdef";

    [Theory]
    [InlineData("id", Id, true)]
    [InlineData("taskId", Id, true)]
    [InlineData("instanceId", Id, true)]
    [InlineData("instanceId", Id + "-notify", true)]
    [InlineData("id", "batch-1772366400-0123456789abcdef", false)]
    [InlineData("id", "task-1772366400-0123456789ABCDEF\r\nforged line", false)]
    [InlineData("other", Id, false)]
    public async Task Every_line_and_the_span_of_an_invocation_that_is_about_a_task_carry_its_id(string name, string value, bool carries)
    {
        using var span = new Activity("invocation").Start();
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

        var scopes = log.Collector.GetSnapshot()[0].Scopes.Cast<IEnumerable<KeyValuePair<string, object>>>().SelectMany(values => values);
        Assert.Equal(carries ? [Id] : [], scopes.Where(each => each.Key == "TaskId").Select(each => $"{each.Value}"));
        Assert.Equal(carries ? Id : null, span.GetTagItem("seedance.task.id"));
        Assert.Empty(log.Collector.GetSnapshot()[1].Scopes);
    }
}
