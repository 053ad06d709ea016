using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>
/// The features of an invocation. Where the invocation's result is kept is the worker's own affair; whatever interface it asks for
/// here is one that remembers its properties.
/// </summary>
internal sealed class FakeInvocationFeatures : IInvocationFeatures
{
    private readonly Dictionary<Type, object> _features = new() { [typeof(InvocationResult)] = new Result() };

    public void Set<T>(T instance) => _features[typeof(T)] = instance!;

    public T? Get<T>()
    {
        if (!_features.ContainsKey(typeof(T)) && typeof(T).IsInterface && typeof(T) != typeof(IHttpRequestDataFeature))
        {
            _features[typeof(T)] = DispatchProxy.Create<T, RememberedProperties>()!;
        }
        return (T?)_features.GetValueOrDefault(typeof(T));
    }

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Result : InvocationResult
    {
        public override object? Value { get; set; }
    }

    /// <summary>Properties that hold what was put into them.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy makes a class that derives from it.")]
    internal class RememberedProperties : DispatchProxy
    {
        private readonly Dictionary<string, object?> _values = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var name = targetMethod!.Name[4..];
            if (targetMethod.Name.StartsWith("set_", StringComparison.Ordinal)) _values[name] = args![0];
            return _values.GetValueOrDefault(name);
        }
    }
}
