using System.Collections;
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Seedance.Emulator.Host;

/// <summary>One run of one function.</summary>
internal sealed class Invocation : FunctionContext
{
    private readonly Outcome _outcome = new();
    private readonly CancellationToken _cancellationToken;

    public Invocation(
        FunctionMethod function, IServiceProvider services, IReadOnlyDictionary<string, object?> bindingData,
        CancellationToken cancellationToken)
    {
        Function = function;
        InstanceServices = services;
        BindingContext = new Bindings(bindingData);
        _cancellationToken = cancellationToken;
        Features.Set<InvocationResult>(_outcome);
    }

    public FunctionMethod Function { get; }

    /// <summary>The value of the trigger's parameter.</summary>
    public object? Trigger { get; set; }

    public object? Result { get => _outcome.Value; set => _outcome.Value = value; }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => Function.Id;

    public override FunctionDefinition FunctionDefinition => Function;

    public override TraceContext TraceContext { get; } = new Trace(Activity.Current);

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; } = new NoRetry();

    public override IServiceProvider InstanceServices { get; set; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new FeatureSet();

    public override CancellationToken CancellationToken => _cancellationToken;

    private sealed class Outcome : InvocationResult
    {
        public override object? Value { get; set; }
    }

    private sealed class Bindings(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData { get; } = data;
    }

    private sealed class Trace(Activity? activity) : TraceContext
    {
        public override string TraceParent { get; } = activity?.Id ?? string.Empty;

        public override string TraceState { get; } = activity?.TraceStateString ?? string.Empty;
    }

    private sealed class NoRetry : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }

    private sealed class FeatureSet : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _features = [];

        public T? Get<T>() => _features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

        public void Set<T>(T instance) => _features[typeof(T)] = instance!;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
