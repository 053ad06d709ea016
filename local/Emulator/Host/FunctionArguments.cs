using System.ComponentModel;
using System.Reflection;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Seedance.Emulator.Host;

/// <summary>Where the value of a function's parameter comes from. Decided at start, so that a mistake stops the app there.</summary>
internal static class FunctionArguments
{
    private static readonly Type[] EventTypes = [typeof(string), typeof(BinaryData), typeof(EventGridEvent), typeof(CloudEvent)];

    public static Func<Invocation, object?> For(FunctionMethod function, ParameterInfo parameter)
    {
        var (name, type) = (parameter.Name!, parameter.ParameterType);
        if (parameter.IsDefined(typeof(TriggerBindingAttribute)))
        {
            return Fits(function.Trigger, type)
                ? invocation => invocation.Trigger
                : throw new HostStartException(
                    $"Function '{function.Name}': its {FunctionMethod.TypeName(function.Trigger)} cannot be bound to a {type}.");
        }
        else if (parameter.IsDefined(typeof(DurableClientAttribute)))
        {
            return invocation => invocation.InstanceServices.GetRequiredService(type);
        }
        else if (type == typeof(FunctionContext))
        {
            return invocation => invocation;
        }
        else if (type == typeof(CancellationToken))
        {
            return invocation => invocation.CancellationToken;
        }
        else if (function.Trigger is OrchestrationTriggerAttribute)
        {
            var getInput = typeof(TaskOrchestrationContext).GetMethod(nameof(TaskOrchestrationContext.GetInput))!.MakeGenericMethod(type);
            return invocation => getInput.Invoke(invocation.Trigger, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        else
        {
            return HasBindingData(function.Trigger, name)
                ? invocation => Convert(invocation.BindingContext.BindingData.GetValueOrDefault(name), parameter, function)
                : throw new HostStartException($"Function '{function.Name}': nothing supplies its parameter '{name}' of type {type}.");
        }
    }

    private static bool Fits(TriggerBindingAttribute trigger, Type type) => trigger switch
    {
        HttpTriggerAttribute => type == typeof(HttpRequestData),
        TimerTriggerAttribute => type == typeof(TimerInfo),
        OrchestrationTriggerAttribute => type == typeof(TaskOrchestrationContext),
        EventGridTriggerAttribute { IsBatched: true } => type.IsArray && EventTypes.Contains(type.GetElementType()),
        EventGridTriggerAttribute => EventTypes.Contains(type),
        _ => true,
    };

    private static bool HasBindingData(TriggerBindingAttribute trigger, string name) => trigger switch
    {
        HttpTriggerAttribute http => http.Route is not null && RoutePatternFactory.Parse(http.Route).GetParameter(name) is not null,
        ActivityTriggerAttribute => name.Equals("instanceId", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static object? Convert(object? value, ParameterInfo parameter, FunctionMethod function)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (value is null)
        {
            return parameter.HasDefaultValue ? parameter.DefaultValue : null;
        }

        try
        {
            return type.IsInstanceOfType(value) ? value : TypeDescriptor.GetConverter(type).ConvertFromInvariantString($"{value}");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
        {
            throw new InvalidOperationException(
                $"Function '{function.Name}': '{value}' is no {type} for its parameter '{parameter.Name}'.", e);
        }
    }
}
