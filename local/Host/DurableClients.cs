using System.Collections.Concurrent;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;

namespace Seedance.Host;

/// <summary>
/// What the durable extension tells the clients in HTTP functions: where its gRPC endpoint and its task hub are. Only a function
/// of the WebJobs SDK can bind it, so this is one.
/// </summary>
public sealed class DurableClients
{
    internal const string FunctionName = "ReadDurableClient";

    private readonly ConcurrentDictionary<(string? TaskHub, string? Connection), Task<string>> _read = [];

    [NoAutomaticTrigger, FunctionName(FunctionName)]
    public static async Task ReadAsync(Binder binder, DurableClientAttribute client, TaskCompletionSource<string> result)
        => result.SetResult(await binder.BindAsync<string>(client));

    internal Task<string> GetAsync(IJobHost jobs, WorkerFunction.Binding client)
        => _read.GetOrAdd((client["taskHub"], client["connectionName"]), async key =>
        {
            var result = new TaskCompletionSource<string>();
            var attribute = new DurableClientAttribute { TaskHub = key.TaskHub, ConnectionName = key.Connection };
            await jobs.CallAsync(FunctionName, new Dictionary<string, object> { ["client"] = attribute, ["result"] = result });
            return await result.Task;
        });
}
