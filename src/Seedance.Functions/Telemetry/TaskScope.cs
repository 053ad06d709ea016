using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Middleware;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Telemetry;

/// <summary>
/// Puts the task's id on the span and on every log line of an invocation that is about one task: an HTTP request with the id in its
/// route, or an activity, whose orchestration's id starts with the task's.
/// </summary>
public sealed class TaskScope(ILogger<TaskScope> logger) : IFunctionsWorkerMiddleware
{
    public const string Key = "TaskId";

    // Names of route parameters, and the name under which the durable extension gives an activity its orchestration's id.
    private static readonly string[] Names = ["id", "taskId", "instanceId"];

    /// <summary>True for requests and activities, not for orchestrators, which replay.</summary>
    public static bool Concerns(FunctionContext context)
        => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type is "httpTrigger" or "activityTrigger");

    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (TaskOf(context.BindingContext.BindingData) is not { } id)
        {
            await next(context);
            return;
        }
        Activity.Current?.SetTag(Tracing.TaskTag, id);
        using (logger.BeginScope(new Dictionary<string, object> { [Key] = id })) await next(context);
    }

    // The value may be a batch's id, or anything that a stranger wrote into the path.
    private static string? TaskOf(IReadOnlyDictionary<string, object?> bindingData)
    {
        foreach (var name in Names)
        {
            var text = bindingData.GetValueOrDefault(name)?.ToString();
            if (text?.Length >= TaskId.Length && TaskId.TryParse(text[..TaskId.Length], out var id)) return id.ToString();
        }
        return null;
    }
}
