using System.Collections.Immutable;
using System.Text.Json;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Host;

/// <summary>The app's orchestrators and activities, for the durable engine.</summary>
internal sealed class DurableFunctions(FunctionCatalog functions, FunctionInvoker invoker, IOptions<WorkerOptions> options)
    : IDurableFunctions
{
    private ObjectSerializer Serializer => options.Value.Serializer!;

    public bool HasOrchestrator(string name) => functions.Find<OrchestrationTriggerAttribute>(name) is not null;

    public bool HasActivity(string name) => functions.Find<ActivityTriggerAttribute>(name) is not null;

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) => invoker.InvokeAsync(
        functions.Find<OrchestrationTriggerAttribute>(name) ?? throw Unknown("orchestrator", name),
        _ => context,
        ImmutableDictionary<string, object?>.Empty.Add("instanceId", context.InstanceId),
        CancellationToken.None);

    public async Task<string?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellationToken)
    {
        var function = functions.Find<ActivityTriggerAttribute>(name) ?? throw Unknown("activity", name);
        var output = await invoker.InvokeAsync(
            function,
            _ => Read(input, function.TriggerType),
            ImmutableDictionary.Create<string, object?>(StringComparer.OrdinalIgnoreCase).Add("instanceId", instanceId),
            cancellationToken);
        return output is null ? null : (await Serializer.SerializeAsync(output, output.GetType(), cancellationToken)).ToString();
    }

    private static ArgumentException Unknown(string kind, string name) => new($"This app has no {kind} named '{name}'.");

    private object? Read(string? json, Type type)
    {
        if (json is null)
        {
            return type.IsValueType ? Activator.CreateInstance(type) : null;
        }

        // As on the real host, an activity may take any input as text: a string is itself, anything else its JSON.
        if (type == typeof(string))
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.String or JsonValueKind.Null ? document.RootElement.GetString() : json;
        }

        return Serializer.Deserialize(BinaryData.FromString(json).ToStream(), type, CancellationToken.None);
    }
}
