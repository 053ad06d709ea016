namespace Microsoft.Azure.Functions.Worker;

public class FunctionParameter(string name, Type type, IReadOnlyDictionary<string, object> properties)
{
    public string Name { get; } = name;

    public Type Type { get; } = type;

    public IReadOnlyDictionary<string, object> Properties { get; } = properties;
}
