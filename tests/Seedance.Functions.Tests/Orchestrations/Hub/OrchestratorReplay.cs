using System.Reflection;
using Google.Protobuf;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using P = Microsoft.DurableTask.Protobuf;

namespace Seedance.Functions.Tests.Orchestrations.Hub;

/// <summary>Microsoft's replay as the Functions worker calls it: its entry point, its context, its serializer.</summary>
internal sealed class OrchestratorReplay : IDisposable
{
    // Internal to the extension: gives an orchestrator the worker's own context, which notices awaits of what is not durable.
    private static readonly ConstructorInfo Wrapper = typeof(OrchestrationTriggerAttribute).Assembly
        .GetType("Microsoft.Azure.Functions.Worker.Extensions.DurableTask.Execution.WrapperOrchestrator", throwOnError: true)!
        .GetConstructors().Single();

    private static readonly IServiceCollection Registrations = Register();

    private readonly Dictionary<string, ITaskOrchestrator> _orchestrators = [];
    private readonly ServiceProvider _services = Registrations.BuildServiceProvider();
    private readonly FunctionContext _invocation;

    public OrchestratorReplay()
    {
        Converter = _services.GetRequiredService<IOptions<DurableTaskWorkerOptions>>().Value.DataConverter;
        // The wrapper names the function when it fails.
        var definition = Mock.Of<FunctionDefinition>(function => function.Name == "orchestrator");
        _invocation = Mock.Of<FunctionContext>(
            context => context.InstanceServices == _services && context.FunctionDefinition == definition);
    }

    /// <summary>What inputs, outputs and payloads are written and read with.</summary>
    public DataConverter Converter { get; }

    public void Add(string name, Func<TaskOrchestrationContext, Task<object?>> run)
        => _orchestrators.Add(name, (ITaskOrchestrator)Wrapper.Invoke([new Orchestrator(run), _invocation]));

    /// <summary>Runs one turn. Nothing of it is kept: the next turn replays the whole history.</summary>
    public P.OrchestratorResponse Run(string name, P.OrchestratorRequest request)
        => P.OrchestratorResponse.Parser.ParseFrom(ByteString.FromBase64(
            GrpcOrchestrationRunner.LoadAndRun(request.ToByteString().ToBase64(), _orchestrators[name], _services)));

    /// <exception cref="InvalidOperationException">An orchestrator awaited what is not durable; its instance hangs for ever.</exception>
    public void ThrowIfLeftThread()
    {
        var line = _services.GetFakeLogCollector().GetSnapshot()
            .FirstOrDefault(record => record.Message.Contains("non-orchestrator thread", StringComparison.Ordinal));
        if (line is not null) throw new InvalidOperationException(line.Message, line.Exception);
    }

    public void Dispose() => _services.Dispose();

    private static ServiceCollection Register()
    {
        var services = new ServiceCollection();
        services.AddFunctionsWorkerDefaults().ConfigureDurableExtension();
        services.AddLogging(logging => logging.ClearProviders().AddFakeLogging().SetMinimumLevel(LogLevel.Error));
        // Made anew for each turn where it is not registered.
        services.AddSingleton(provider => new DurableTaskShimFactory(
            provider.GetRequiredService<IOptions<DurableTaskWorkerOptions>>().Value, NullLoggerFactory.Instance));
        return services;
    }

    private sealed class Orchestrator(Func<TaskOrchestrationContext, Task<object?>> run) : ITaskOrchestrator
    {
        public Type InputType => typeof(object);

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) => run(context);
    }
}
