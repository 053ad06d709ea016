using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Seedance.Functions.Tests.Doubles;

internal static class Invocation
{
    public const string Id = "invocation-1";

    public static FunctionContext Of(
        string trigger,
        string function = "Function",
        string entryPoint = "Somewhere.Function.Run",
        HttpContext? http = null,
        IReadOnlyDictionary<string, object?>? bindingData = null,
        CancellationToken cancellationToken = default)
    {
        var input = Mock.Of<BindingMetadata>(each => each.Type == trigger);
        var definition = Mock.Of<FunctionDefinition>(each => each.Name == function && each.EntryPoint == entryPoint
            && each.InputBindings == ImmutableDictionary<string, BindingMetadata>.Empty.Add("trigger", input));
        var items = new Dictionary<object, object>();
        // The name under which the worker's ASP.NET Core integration keeps it.
        if (http is not null) items["HttpRequestContext"] = http;
        var data = bindingData ?? ImmutableDictionary<string, object?>.Empty;
        var binding = Mock.Of<BindingContext>(each => each.BindingData == data);
        // Where an invocation's result is kept is the worker's own affair: whatever it asks for remembers its properties.
        var features = new Mock<IInvocationFeatures> { DefaultValue = DefaultValue.Mock }.SetupAllProperties().Object;
        var context = Mock.Of<FunctionContext>(each => each.InvocationId == Id
            && each.FunctionDefinition == definition
            && each.BindingContext == binding
            && each.Items == items
            && each.Features == features
            && each.CancellationToken == cancellationToken);
        context.GetInvocationResult().Value = null;
        return context;
    }
}
