using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : TriggerBindingAttribute
{
    public HttpTriggerAttribute() : this(AuthorizationLevel.Function)
    {
    }

    public HttpTriggerAttribute(AuthorizationLevel authLevel) : this(authLevel, [])
    {
    }

    public HttpTriggerAttribute(params string[] methods) : this(AuthorizationLevel.Function, methods)
    {
    }

    public AuthorizationLevel AuthLevel { get; } = authLevel;

    public string[]? Methods { get; } = methods;

    public string? Route { get; set; }
}
