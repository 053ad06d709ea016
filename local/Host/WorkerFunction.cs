using System.Text.Json.Nodes;
using Seedance.Host.Rpc;

namespace Seedance.Host;

/// <summary>A function as its worker describes it; the clients are its bindings of the type <c>durableClient</c>.</summary>
internal sealed record WorkerFunction(string Id, string Name, WorkerFunction.Binding Trigger, IReadOnlyList<WorkerFunction.Binding> Clients)
{
    private static readonly string[] Triggers = ["httpTrigger", "orchestrationTrigger", "activityTrigger", "timerTrigger", "queueTrigger"];

    public bool IsHttp => Trigger.Type == "httpTrigger";

    /// <exception cref="HostException">It has a trigger or another binding that this host does not know.</exception>
    public static WorkerFunction Read(RpcFunctionMetadata metadata)
    {
        var bindings = metadata.RawBindings.Select(raw => new Binding(JsonNode.Parse(raw)!.AsObject())).ToList();
        if (bindings.Find(binding => !Triggers.Contains(binding.Type) && binding.Type is not ("durableClient" or "http")) is { } unknown)
            throw new HostException($"The function {metadata.Name} has a binding of the type {unknown.Type}, which this host does not know.");

        return new(
            metadata.FunctionId,
            metadata.Name,
            bindings.Find(binding => Triggers.Contains(binding.Type)) ?? throw new HostException($"The function {metadata.Name} has no trigger."),
            bindings.FindAll(binding => binding.Type == "durableClient"));
    }

    internal sealed record Binding(JsonObject Properties)
    {
        public string Type => this["type"]!;

        public string Name => this["name"]!;

        public string? this[string property] => (string?)Properties[property];

        public bool Flag(string property, bool otherwise) => (bool?)Properties[property] ?? otherwise;
    }
}
