using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Seedance.Emulator.Durable;
using Seedance.Emulator.Host;

namespace Seedance.Emulator.Tests.Host;

public sealed class DurableFunctionsTests : IDisposable
{
    private readonly IHost _host;
    private readonly List<string> _seen = [];

    public DurableFunctionsTests()
    {
        var builder = TestApp.Builder(
            null, ["--port", "0", "--AzureWebJobsStorage", "UseDevelopmentStorage=true"], typeof(Orchestrators), typeof(Activities));
        builder.Services.AddSingleton(_seen);
        builder.UseMiddleware<Watch>();
        _host = builder.Build();
    }

    private IDurableFunctions Functions => _host.Services.GetRequiredService<IDurableFunctions>();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Orchestrators_and_activities_are_known_by_name_without_case()
    {
        Assert.True(Functions.HasOrchestrator("race"));
        Assert.True(Functions.HasActivity("RENDER"));
        Assert.False(Functions.HasOrchestrator("Render"));
        Assert.False(Functions.HasActivity("Race"));
        Assert.False(Functions.HasActivity("Nobody"));
    }

    [Theory]
    [InlineData("Render", """{"name":"sea","Seconds":5}""", """{"Name":"sea by instance-1","Seconds":6}""")]
    [InlineData("Text", "\"plain\"", "\"(plain)\"")]
    [InlineData("Text", """{"a":1}""", "\"({\\u0022a\\u0022:1})\"")]
    [InlineData("Text", null, "\"()\"")]
    [InlineData("Count", "3", "4")]
    [InlineData("Count", null, "1")]
    [InlineData("Silent", "3", null)]
    public async Task An_activity_takes_and_gives_JSON(string name, string? input, string? output)
    {
        Assert.Equal(output, await Functions.RunActivityAsync(name, "instance-1", input, CancellationToken.None));
        Assert.Equal([$"> {name}", $"< {name}"], _seen);
    }

    [Fact]
    public async Task An_activity_fails_with_its_own_exception_and_sees_the_cancellation()
    {
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Functions.RunActivityAsync("Fails", "i", "1", CancellationToken.None));
        Assert.Equal("too late", failure.Message);

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => Functions.RunActivityAsync("Fails", "i", "1", cancelled.Token));
    }

    [Fact]
    public async Task Input_that_is_not_what_an_activity_takes_fails_it() =>
        await Assert.ThrowsAsync<JsonException>(() => Functions.RunActivityAsync("Count", "i", "\"three\"", CancellationToken.None));

    [Theory]
    [InlineData("Race")]
    [InlineData("RaceOfInstances")]
    public async Task An_orchestrator_never_leaves_the_thread_that_replays_it(string name)
    {
        using var thread = new OneThread();
        var orchestration = new Orchestration("sea");

        var run = thread.Run(() => Functions.RunOrchestratorAsync(name, orchestration));
        Assert.False(run.IsCompleted);
        _ = thread.Run(() =>
        {
            orchestration.Event.SetResult("won");
            return Task.CompletedTask;
        });
        thread.RunUntil(run);

        Assert.Equal("sea won", await run);
        Assert.Equal([$"> {name}", $"< {name}"], _seen);
        Assert.All(orchestration.Threads, id => Assert.Equal(Environment.CurrentManagedThreadId, id));
    }

    [Fact]
    public async Task An_orchestrator_fails_with_its_own_exception()
    {
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Functions.RunOrchestratorAsync("FailsAtOnce", new Orchestration("x")));

        Assert.Equal("x", failure.Message);
    }

    [Fact]
    public void Durable_functions_without_storage_stop_the_app_with_a_sentence()
    {
        var refused = Assert.Throws<HostStartException>(() => TestApp.Builder(null, typeof(Orchestrators)).Build());

        Assert.Contains("AzureWebJobsStorage", refused.Message, StringComparison.Ordinal);
    }

    public sealed record Clip(string Name, int Seconds);

    public static class Orchestrators
    {
        [Function("Race")]
        public static async Task<string> Race([OrchestrationTrigger] TaskOrchestrationContext context, FunctionContext function)
        {
            var here = (Orchestration)context;
            here.Threads.Add(Environment.CurrentManagedThreadId);
            var outcome = await context.WaitForExternalEvent<string>(function.FunctionDefinition.Name);
            here.Threads.Add(Environment.CurrentManagedThreadId);
            return $"{context.GetInput<string>()} {outcome}";
        }

        [Function("FailsAtOnce")]
        public static Task FailsAtOnce([OrchestrationTrigger] TaskOrchestrationContext context) =>
            throw new TimeoutException(context.GetInput<string>());
    }

    public sealed class Activities(List<string> seen)
    {
        [Function("RaceOfInstances")]
        public Task<string> Race([OrchestrationTrigger] TaskOrchestrationContext context, string input)
        {
            Assert.Equal("sea", input);
            Assert.Single(seen);
            return WaitAsync(context, input);
        }

        [Function("Render")]
        public static async Task<Clip> Render([ActivityTrigger] Clip clip, string instanceId)
        {
            await Task.Yield();
            return new Clip($"{clip.Name} by {instanceId}", clip.Seconds + 1);
        }

        [Function("Text")]
        public static string Text([ActivityTrigger] string text) => $"({text})";

        [Function("Count")]
        public static ValueTask<int> Count([ActivityTrigger] int number) => ValueTask.FromResult(number + 1);

        [Function("Silent")]
        public Task Silent([ActivityTrigger] int number) => Task.FromResult(seen.Count + number);

        [Function("Fails")]
        public static int Fails([ActivityTrigger] int number, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException(number == 1 ? "too late" : "too early");
        }

        private static async Task<string> WaitAsync(TaskOrchestrationContext context, string input) =>
            $"{input} {await context.WaitForExternalEvent<string>("any")}";
    }

    public sealed class Watch(List<string> seen) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            var before = Environment.CurrentManagedThreadId;
            seen.Add($"> {context.FunctionDefinition.Name}");
            await next(context);
            seen.Add($"< {context.FunctionDefinition.Name}");
            if (context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "orchestrationTrigger"))
            {
                Assert.Equal(before, Environment.CurrentManagedThreadId);
            }
        }
    }

    private sealed class OneThread : SynchronizationContext, IDisposable
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
        private readonly SynchronizationContext? _before = Current;

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public T Run<T>(Func<T> step)
            where T : Task
        {
            SetSynchronizationContext(this);
            try
            {
                var task = step();
                while (_posted.TryDequeue(out var next))
                {
                    next.Callback(next.State);
                }

                return task;
            }
            finally
            {
                SetSynchronizationContext(_before);
            }
        }

        public void RunUntil(Task task)
        {
            Run(() => Task.CompletedTask);
            Assert.True(task.IsCompleted, "The orchestrator waits for work that was not posted to its thread.");
        }

        public void Dispose() => SetSynchronizationContext(_before);
    }

    private sealed class Orchestration(string input) : TaskOrchestrationContext
    {
        public TaskCompletionSource<string> Event { get; } = new();

        public List<int> Threads { get; } = [];

        public override TaskName Name => "any";

        public override string InstanceId => "instance-1";

        public override ParentOrchestrationInstance? Parent => null;

        public override DateTime CurrentUtcDateTime => default;

        public override bool IsReplaying => false;

        protected override ILoggerFactory LoggerFactory => throw new NotSupportedException();

        public override T GetInput<T>() => (T)(object)input;

        public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
            (T)(object)await Event.Task;

        public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
            throw new NotSupportedException();

        public override Task<TResult> CallSubOrchestratorAsync<TResult>(
            TaskName orchestratorName, object? input = null, TaskOptions? options = null) => throw new NotSupportedException();

        public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

        public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

        public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
            throw new NotSupportedException();

        public override Guid NewGuid() => throw new NotSupportedException();
    }
}
