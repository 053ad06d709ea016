using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Seedance.Emulator.Host;

/// <summary>
/// Runs functions: a dependency injection scope and a context for each run, through the app's middleware.
/// It never leaves the caller's synchronization context, on which orchestrators depend.
/// </summary>
internal sealed class FunctionInvoker
{
    private readonly IServiceScopeFactory _scopes;
    private readonly FunctionExecutionDelegate _pipeline;

    public FunctionInvoker(
        IServiceScopeFactory scopes, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        _scopes = scopes;
        FunctionExecutionDelegate execute = async context =>
        {
            var invocation = (Invocation)context;
            invocation.Result = await invocation.Function.InvokeAsync(invocation);
        };
        _pipeline = middleware.Reverse().Aggregate(execute, (next, wrap) => wrap(next));
    }

    /// <param name="function">The function to run.</param>
    /// <param name="trigger">Makes the value of the trigger's parameter.</param>
    /// <param name="bindingData">The binding data that the trigger offers by name.</param>
    /// <param name="cancellationToken">The run's own token.</param>
    /// <param name="deliver">What is done with the result while the run's scope still lives.</param>
    public async Task<object?> InvokeAsync(
        FunctionMethod function, Func<Invocation, object?> trigger, IReadOnlyDictionary<string, object?> bindingData,
        CancellationToken cancellationToken, Func<object?, Task>? deliver = null)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var invocation = new Invocation(function, scope.ServiceProvider, bindingData, cancellationToken);
        invocation.Trigger = trigger(invocation);
        await _pipeline(invocation);
        if (deliver is not null)
        {
            await deliver(invocation.Result);
        }

        return invocation.Result;
    }
}
