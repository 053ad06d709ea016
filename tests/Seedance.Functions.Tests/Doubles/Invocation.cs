using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>Invocations as the worker's middlewares see them.</summary>
internal static class Invocation
{
    public const string Id = "invocation-1";

    /// <summary>An invocation by a trigger of that type.</summary>
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
        var features = Features();
        return Mock.Of<FunctionContext>(each => each.InvocationId == Id
            && each.FunctionDefinition == definition
            && each.BindingContext == binding
            && each.Items == items
            && each.Features == features
            && each.CancellationToken == cancellationToken);
    }

    // Where an invocation's result is kept is the worker's own affair: whatever it asks for remembers its properties.
    private static IInvocationFeatures Features()
    {
        var known = new Dictionary<Type, object>();
        var features = new Mock<IInvocationFeatures>();
        features.Setup(each => each.Get<It.IsAnyType>()).Returns(new InvocationFunc(call =>
        {
            var type = call.Method.GetGenericArguments()[0];
            if (!known.TryGetValue(type, out var feature))
            {
                known[type] = feature = typeof(Invocation).GetMethod(nameof(Remembering), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(type).Invoke(null, null)!;
            }
            return feature;
        }));
        return features.Object;
    }

    private static T Remembering<T>()
        where T : class
    {
        var mock = new Mock<T>();
        mock.SetupAllProperties();
        return mock.Object;
    }
}
