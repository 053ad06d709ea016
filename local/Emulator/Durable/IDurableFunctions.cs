using Microsoft.DurableTask;

namespace Seedance.Emulator.Durable;

/// <summary>
/// What the durable engine needs from the functions host: the app's orchestrators and activities by name, each run as one
/// invocation (own scope, own <c>FunctionContext</c>, through the app's middleware).
/// </summary>
public interface IDurableFunctions
{
    /// <summary>True when the app has an orchestrator of this name (compared without case).</summary>
    bool HasOrchestrator(string name);

    /// <summary>True when the app has an activity of this name (compared without case).</summary>
    bool HasActivity(string name);

    /// <summary>
    /// Runs an orchestrator from its start over the given context. It runs on the caller's synchronization context and task
    /// scheduler and must not leave it: the engine replays history through that one thread.
    /// </summary>
    /// <returns>The orchestrator's result, or null when it has none.</returns>
    Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context);

    /// <summary>Runs an activity once. Its input is JSON, and so is what it returns; an exception is the activity's failure.</summary>
    Task<string?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellationToken);
}
