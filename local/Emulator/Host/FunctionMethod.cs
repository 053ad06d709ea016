using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace Seedance.Emulator.Host;

/// <summary>One function of the app: a method, what triggers it, and how each of its parameters is supplied.</summary>
internal sealed class FunctionMethod : FunctionDefinition
{
    private readonly MethodInfo _method;
    private readonly Func<Invocation, object?>[] _arguments;
    private readonly Func<object?, Task<object?>> _await;
    private readonly ObjectFactory? _create;

    public FunctionMethod(string name, MethodInfo method, ParameterInfo triggerParameter, TriggerBindingAttribute trigger)
    {
        Name = name;
        Trigger = trigger;
        TriggerType = triggerParameter.ParameterType;
        _method = method;
        _arguments = [.. method.GetParameters().Select(parameter => FunctionArguments.For(this, parameter))];
        _await = ReturnValue.Awaiter(method.ReturnType);
        _create = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        PathToAssembly = method.Module.FullyQualifiedName;
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(EntryPoint)))[..16];
        Parameters = [.. method.GetParameters().Select(
            parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType, ImmutableDictionary<string, object>.Empty))];
        InputBindings = method.GetParameters()
            .Select(parameter => (parameter.Name, Attribute: parameter.GetCustomAttribute<BindingAttribute>()))
            .Where(binding => binding.Attribute is not null)
            .ToImmutableDictionary(
                binding => binding.Name!,
                BindingMetadata (binding) => new Binding(binding.Name!, TypeName(binding.Attribute!), BindingDirection.In));
        OutputBindings = trigger is HttpTriggerAttribute
            ? ImmutableDictionary<string, BindingMetadata>.Empty.Add("$return", new Binding("$return", "http", BindingDirection.Out))
            : ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    public TriggerBindingAttribute Trigger { get; }

    public Type TriggerType { get; }

    public bool IsDurable => Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute
        || _method.GetParameters().Any(parameter => parameter.IsDefined(typeof(DurableClientAttribute)));

    public override string Name { get; }

    public override string Id { get; }

    public override string EntryPoint { get; }

    public override string PathToAssembly { get; }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }

    public static string TypeName(BindingAttribute attribute) =>
        JsonNamingPolicy.CamelCase.ConvertName(attribute.GetType().Name[..^nameof(Attribute).Length]);

    // Orchestrators pass through here: every await must come back to the caller's context.
    public async Task<object?> InvokeAsync(Invocation invocation)
    {
        var instance = _create?.Invoke(invocation.InstanceServices, null);
        try
        {
            var arguments = Array.ConvertAll(_arguments, argument => argument(invocation));
            return await _await(_method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null));
        }
        finally
        {
            if (instance is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
            else
            {
                (instance as IDisposable)?.Dispose();
            }
        }
    }

    private sealed class Binding(string name, string type, BindingDirection direction) : BindingMetadata
    {
        public override string Name { get; } = name;

        public override string Type { get; } = type;

        public override BindingDirection Direction { get; } = direction;
    }
}
