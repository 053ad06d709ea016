using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json.Nodes;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Newtonsoft.Json;
using FunctionBody = System.Func<object?[], System.Threading.CancellationToken, System.Threading.Tasks.Task<object?>>;

namespace Seedance.Host;

internal sealed record Binding(JsonObject Properties)
{
    public string Type => this["type"]!;
    public string Name => this["name"]!;
    public string? this[string property] => (string?)Properties[property];
}

/// <summary>A function as its worker describes it; the clients are its bindings of the type <c>durableClient</c>.</summary>
internal sealed record WorkerFunction(string Id, string Name, Binding Trigger, IReadOnlyList<Binding> Clients)
{
    private static readonly string[] Triggers = ["httpTrigger", "orchestrationTrigger", "activityTrigger", "timerTrigger", "queueTrigger"];

    public bool IsHttp => Trigger.Type == "httpTrigger";

    /// <exception cref="HostException">It has a trigger or another binding that this host does not know.</exception>
    public static WorkerFunction Read(RpcFunctionMetadata metadata)
    {
        var bindings = metadata.RawBindings.Select(raw => new Binding(JsonNode.Parse(raw)!.AsObject())).ToList();
        var trigger = bindings.Find(binding => Triggers.Contains(binding.Type));
        var unknown = bindings.Find(binding => binding != trigger && binding.Type is not ("durableClient" or "http"));
        return trigger is not null && unknown is null
            ? new(metadata.FunctionId, metadata.Name, trigger, bindings.FindAll(binding => binding.Type == "durableClient"))
            : throw new HostException($"The function {metadata.Name} has {unknown?.Type ?? "a trigger"}, which this host does not know.");
    }
}

/// <summary>
/// The functions that the WebJobs SDK runs. It looks for static methods with attributes, so each function of the worker that has another
/// trigger than HTTP gets an emitted one, whose body has the worker run it.
/// </summary>
internal sealed class Functions(Worker worker) : ITypeLocator
{
    private static readonly JsonSerializerSettings AsWritten = new() { DateParseHandling = DateParseHandling.None };
    private static readonly ModuleBuilder Module =
        AssemblyBuilder.DefineDynamicAssembly(new("Seedance.Host.Emitted"), AssemblyBuilderAccess.Run).DefineDynamicModule("Functions");
    private readonly List<Type> _types = [typeof(DurableClientReader)];

    public IReadOnlyList<Type> GetTypes() => _types;

    public void Add(WorkerFunction function)
    {
        var parameters = Parameters(function);
        _types.Add(Emit(function, parameters, (arguments, token) => RunAsync(function, parameters, arguments, token)));
    }

    private static List<Parameter> Parameters(WorkerFunction function)
    {
        var trigger = function.Trigger;
        List<Parameter> parameters = trigger.Type switch
        {
            "orchestrationTrigger" => [Bound<OrchestrationTriggerAttribute>(trigger, [], ("Orchestration", trigger["orchestration"]))],
            "activityTrigger" =>
                [Bound<ActivityTriggerAttribute>(trigger, [], ("Activity", trigger["activity"])), new("instanceId", typeof(string), null)],
            "timerTrigger" => [Bound<TimerTriggerAttribute>(trigger, [trigger["schedule"]!],
                ("RunOnStartup", (bool?)trigger.Properties["runOnStartup"]), ("UseMonitor", (bool?)trigger.Properties["useMonitor"]))
                with { Type = typeof(TimerInfo) }],
            _ => [Bound<QueueTriggerAttribute>(trigger, [trigger["queueName"]!], ("Connection", trigger["connection"])),
                new("DequeueCount", typeof(long), null), new("Id", typeof(string), null)],
        };
        parameters.AddRange(function.Clients.Select(client => Bound<DurableClientAttribute>(
            client, [], ("TaskHub", client["taskHub"]), ("ConnectionName", client["connectionName"]))));
        return parameters;
    }

    private static Parameter Bound<T>(Binding binding, object[] arguments, params (string Name, object? Value)[] properties)
    {
        var given = properties.Where(property => property.Value is not null).ToList();
        return new(binding.Name, typeof(string), new(
            typeof(T).GetConstructor([.. arguments.Select(argument => argument.GetType())])!, arguments,
            [.. given.Select(property => typeof(T).GetProperty(property.Name)!)],
            [.. given.Select(property => property.Value)]));
    }

    /// <summary><c>[FunctionName("...")] static Task Run(parameters, CancellationToken token) => Body([parameters], token);</c></summary>
    private static Type Emit(WorkerFunction function, List<Parameter> parameters, FunctionBody run)
    {
        var type = Module.DefineType($"Function_{function.Name}", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var body = type.DefineField("Body", typeof(FunctionBody), FieldAttributes.Public | FieldAttributes.Static);
        var method = type.DefineMethod("Run", MethodAttributes.Public | MethodAttributes.Static,
            function.Trigger.Type is "orchestrationTrigger" or "activityTrigger" ? typeof(Task<object>) : typeof(Task),
            [.. parameters.Select(parameter => parameter.Type), typeof(CancellationToken)]);
        method.SetCustomAttribute(new(typeof(FunctionNameAttribute).GetConstructor([typeof(string)])!, [function.Name]));

        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldsfld, body);
        code.Emit(OpCodes.Ldc_I4, parameters.Count);
        code.Emit(OpCodes.Newarr, typeof(object));
        foreach (var (i, parameter) in parameters.Index())
        {
            var definition = method.DefineParameter(i + 1, ParameterAttributes.None, parameter.Name);
            if (parameter.Attribute is not null)
                definition.SetCustomAttribute(parameter.Attribute);

            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldc_I4, i);
            code.Emit(OpCodes.Ldarg, i);
            code.Emit(OpCodes.Box, parameter.Type);
            code.Emit(OpCodes.Stelem_Ref);
        }

        method.DefineParameter(parameters.Count + 1, ParameterAttributes.None, "cancellationToken");
        code.Emit(OpCodes.Ldarg, parameters.Count);
        code.Emit(OpCodes.Callvirt, typeof(FunctionBody).GetMethod("Invoke")!);
        code.Emit(OpCodes.Ret);
        var created = type.CreateType();
        created.GetField(body.Name)!.SetValue(null, run);
        return created;
    }

    private async Task<object?> RunAsync(
        WorkerFunction function, List<Parameter> parameters, object?[] arguments, CancellationToken cancellationToken)
    {
        var request = new InvocationRequest { FunctionId = function.Id, InvocationId = Guid.NewGuid().ToString() };
        foreach (var (parameter, argument) in parameters.Zip(arguments))
        {
            TypedData data = argument is null ? new()
                : argument is string text ? new() { String = text } : new() { Json = JsonConvert.SerializeObject(argument) };
            if (parameter.Attribute is null)
                request.TriggerMetadata.Add(parameter.Name, data);
            else
                request.InputData.Add(new ParameterBinding { Name = parameter.Name, Data = data });
        }

        var result = await (await worker.Channel).InvokeAsync(request, cancellationToken);
        return result?.DataCase switch
        {
            null or TypedData.DataOneofCase.None => null,
            TypedData.DataOneofCase.String => result.String,
            TypedData.DataOneofCase.Json => JsonConvert.DeserializeObject(result.Json, AsWritten),
            _ => throw new NotSupportedException($"The function {function.Name} has returned {result.DataCase}."),
        };
    }

    /// <summary>Without an attribute, the SDK fills it from the data of the trigger.</summary>
    private sealed record Parameter(string Name, Type Type, CustomAttributeBuilder? Attribute);
}

/// <summary>What the durable extension tells clients in HTTP functions. Only a function of the WebJobs SDK can bind it.</summary>
public static class DurableClientReader
{
    internal const string FunctionName = "ReadDurableClient";

    internal static async Task<string> ReadAsync(IJobHost jobs, Binding client)
    {
        var result = new TaskCompletionSource<string>();
        var attribute = new DurableClientAttribute { TaskHub = client["taskHub"], ConnectionName = client["connectionName"] };
        await jobs.CallAsync(FunctionName, new Dictionary<string, object> { ["client"] = attribute, ["result"] = result });
        return await result.Task;
    }

    [NoAutomaticTrigger, FunctionName(FunctionName)]
    public static async Task RunAsync(IBinder binder, DurableClientAttribute client, TaskCompletionSource<string> result)
        => result.SetResult(await binder.BindAsync<string>(client));
}
