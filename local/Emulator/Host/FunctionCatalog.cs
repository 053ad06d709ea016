using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Seedance.Emulator.Host;

/// <summary>The app's functions by name, without case.</summary>
internal sealed partial class FunctionCatalog
{
    private readonly Dictionary<string, FunctionMethod> _functions = new(StringComparer.OrdinalIgnoreCase);

    public FunctionCatalog(IEnumerable<Type> types)
    {
        const BindingFlags any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
            | BindingFlags.DeclaredOnly;
        foreach (var method in types.SelectMany(type => type.GetMethods(any)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is { Name: var name } && !_functions.TryAdd(name, Read(name, method)))
            {
                throw new HostStartException($"Two functions are named '{name}'.");
            }
        }
    }

    public IReadOnlyCollection<FunctionMethod> All => _functions.Values;

    public IEnumerable<FunctionMethod> TriggeredBy<T>()
        where T : TriggerBindingAttribute => All.Where(function => function.Trigger is T);

    /// <summary>The function of this name, if there is one and it has this kind of trigger.</summary>
    public FunctionMethod? Find<T>(string name)
        where T : TriggerBindingAttribute =>
        _functions.TryGetValue(name, out var function) && function.Trigger is T ? function : null;

    private static FunctionMethod Read(string name, MethodInfo method)
    {
        if (!FunctionName().IsMatch(name))
        {
            throw new HostStartException(
                $"'{name}' cannot name a function: a letter, then up to 126 letters, digits, hyphens and underscores.");
        }

        var triggers = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Attribute: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(trigger => trigger.Attribute is not null)
            .ToList();
        if (triggers.Count != 1)
        {
            throw new HostStartException($"Function '{name}' has {triggers.Count} triggers; a function has exactly one.");
        }

        if (!method.IsPublic || method.ContainsGenericParameters || method.DeclaringType is { IsAbstract: true, IsSealed: false })
        {
            throw new HostStartException($"Function '{name}' must be a public, closed method of a class that can be made.");
        }

        try
        {
            return new FunctionMethod(name, method, triggers[0].Parameter, triggers[0].Attribute!);
        }
        catch (InvalidOperationException noConstructor)
        {
            throw new HostStartException($"Function '{name}': {noConstructor.Message}", noConstructor);
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,126}$")]
    private static partial Regex FunctionName();
}
