using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Newtonsoft.Json;
using Seedance.Host.Rpc;

namespace Seedance.Host;

/// <summary>
/// Makes the functions that the WebJobs SDK runs. It finds functions as static methods with attributes, so each gets an emitted one,
/// whose body hands the arguments to <see cref="RunAsync"/>.
/// </summary>
internal sealed class TriggeredFunctions(Worker worker) : ITypeLocator
{
    private const string BodyField = "Body";

    private static readonly JsonSerializerSettings AsWritten = new() { DateParseHandling = DateParseHandling.None };

    private static readonly ModuleBuilder Module =
        AssemblyBuilder.DefineDynamicAssembly(new("Seedance.Host.Emitted"), AssemblyBuilderAccess.Run).DefineDynamicModule("Functions");

    private readonly List<Type> _types = [typeof(DurableClients)];

    public IReadOnlyList<Type> GetTypes() => _types;

    public void Add(WorkerFunction function)
    {
        var parameters = Parameters(function);
        var type = Emit(function, parameters);
        type.GetField(BodyField)!.SetValue(null, (Func<object?[], CancellationToken, Task<object?>>)(
            (arguments, cancellationToken) => RunAsync(function, parameters, arguments, cancellationToken)));
        _types.Add(type);
    }

    private async Task<object?> RunAsync(
        WorkerFunction function, List<Parameter> parameters, object?[] arguments, CancellationToken cancellationToken)
    {
        var request = new InvocationRequest { FunctionId = function.Id };
        foreach (var (parameter, argument) in parameters.Zip(arguments))
        {
            var data = argument switch
            {
                null => new TypedData(),
                string text => new TypedData { String = text },
                _ => new TypedData { Json = JsonConvert.SerializeObject(argument) },
            };
            if (parameter.Binding is null)
                request.TriggerMetadata.Add(parameter.Name, data);
            else
                request.InputData.Add(new ParameterBinding { Name = parameter.Name, Data = data });
        }

        var channel = await worker.Channel;
        var result = await channel.InvokeAsync(request, cancellationToken);
        return result?.DataCase switch
        {
            null or TypedData.DataOneofCase.None => null,
            TypedData.DataOneofCase.String => result.String,
            TypedData.DataOneofCase.Json => JsonConvert.DeserializeObject(result.Json, AsWritten),
            TypedData.DataOneofCase.Bytes => result.Bytes.ToByteArray(),
            TypedData.DataOneofCase.Int => result.Int,
            TypedData.DataOneofCase.Double => result.Double,
            _ => throw new InvalidOperationException($"The function {function.Name} has returned {result.DataCase}."),
        };
    }

    private static List<Parameter> Parameters(WorkerFunction function)
    {
        var trigger = function.Trigger;
        List<Parameter> parameters = trigger.Type switch
        {
            "orchestrationTrigger" => [Bound<OrchestrationTriggerAttribute>(trigger, [], ("Orchestration", trigger["orchestration"]))],
            "activityTrigger" =>
            [
                Bound<ActivityTriggerAttribute>(trigger, [], ("Activity", trigger["activity"])),
                new("instanceId", typeof(string), null),
            ],
            "timerTrigger" =>
            [
                Bound<TimerTriggerAttribute>(trigger, [trigger["schedule"]!],
                    ("RunOnStartup", trigger.Flag("runOnStartup", false)), ("UseMonitor", trigger.Flag("useMonitor", true)))
                    with { Type = typeof(TimerInfo) },
            ],
            "queueTrigger" =>
            [
                Bound<QueueTriggerAttribute>(trigger, [trigger["queueName"]!], ("Connection", trigger["connection"])),
                new("DequeueCount", typeof(long), null),
                new("Id", typeof(string), null),
            ],
            var type => throw new ArgumentException($"{type} is no trigger of the WebJobs SDK.", nameof(function)),
        };
        parameters.AddRange(function.Clients.Select(client => Bound<DurableClientAttribute>(
            client, [], ("TaskHub", client["taskHub"]), ("ConnectionName", client["connectionName"]))));
        return parameters;
    }

    private static Parameter Bound<T>(WorkerFunction.Binding binding, object[] arguments, params (string Name, object? Value)[] properties)
        where T : Attribute
    {
        var given = properties.Where(property => property.Value is not null).ToList();
        return new(binding.Name, typeof(string), new(
            typeof(T).GetConstructor([.. arguments.Select(argument => argument.GetType())])!,
            arguments,
            [.. given.Select(property => typeof(T).GetProperty(property.Name)!)],
            [.. given.Select(property => property.Value)]));
    }

    /// <summary>
    /// <c>[FunctionName(name)] static Task&lt;object&gt; Run(parameters, CancellationToken token) => Body(new object[] { parameters }, token)</c>
    /// </summary>
    private static Type Emit(WorkerFunction function, List<Parameter> parameters)
    {
        var returnsValue = function.Trigger.Type is "orchestrationTrigger" or "activityTrigger";
        var type = Module.DefineType($"Function_{function.Name}", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var body = type.DefineField(
            BodyField, typeof(Func<object?[], CancellationToken, Task<object?>>), FieldAttributes.Public | FieldAttributes.Static);
        var method = type.DefineMethod(
            "Run",
            MethodAttributes.Public | MethodAttributes.Static,
            returnsValue ? typeof(Task<object>) : typeof(Task),
            [.. parameters.Select(parameter => parameter.Type), typeof(CancellationToken)]);
        method.SetCustomAttribute(new(typeof(FunctionNameAttribute).GetConstructor([typeof(string)])!, [function.Name]));

        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldsfld, body);
        code.Emit(OpCodes.Ldc_I4, parameters.Count);
        code.Emit(OpCodes.Newarr, typeof(object));
        for (var i = 0; i < parameters.Count; i++)
        {
            var definition = method.DefineParameter(i + 1, ParameterAttributes.None, parameters[i].Name);
            if (parameters[i].Binding is { } attribute)
                definition.SetCustomAttribute(attribute);

            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldc_I4, i);
            code.Emit(OpCodes.Ldarg, i);
            if (parameters[i].Type.IsValueType)
                code.Emit(OpCodes.Box, parameters[i].Type);
            code.Emit(OpCodes.Stelem_Ref);
        }

        method.DefineParameter(parameters.Count + 1, ParameterAttributes.None, "cancellationToken");
        code.Emit(OpCodes.Ldarg, parameters.Count);
        code.Emit(OpCodes.Callvirt, body.FieldType.GetMethod("Invoke")!);
        code.Emit(OpCodes.Ret);
        return type.CreateType();
    }

    /// <summary>Without a binding, the SDK fills it from the data of the trigger.</summary>
    private sealed record Parameter(string Name, Type Type, CustomAttributeBuilder? Binding);
}
