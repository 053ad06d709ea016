using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>One invocation of a function with a trigger of the given type.</summary>
internal sealed class FakeFunctionContext(string trigger = "httpTrigger", string function = "Function") : FunctionContext
{
    public override string InvocationId => "invocation-1";

    public override string FunctionId => "function-1";

    public override TraceContext TraceContext => throw new NotSupportedException();

    /// <summary>What the trigger says by name.</summary>
    public IReadOnlyDictionary<string, object?> BindingData { get; init; } = ImmutableDictionary<string, object?>.Empty;

    public override BindingContext BindingContext => new Bindings(BindingData);

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = null!;

    public override FunctionDefinition FunctionDefinition { get; } = new Definition(trigger, function);

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override FakeInvocationFeatures Features { get; } = new();

    public CancellationTokenSource Cancellation { get; } = new();

    public override CancellationToken CancellationToken => Cancellation.Token;

    private sealed class Bindings(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData { get; } = data;
    }

    private sealed class Definition(string trigger, string name) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => "";

        public override string Id => "function-1";

        public override string Name => name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }
            = ImmutableDictionary<string, BindingMetadata>.Empty.Add("trigger", new Binding(trigger));

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }
            = ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    private sealed class Binding(string type) : BindingMetadata
    {
        public override string Name => "trigger";

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
