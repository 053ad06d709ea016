using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Api.EvoLink;
using Seedance.Functions.Clients;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Api;

/// <summary>The task that a request names by its id, for whoever has the key of the client whose task it is.</summary>
internal static class RequestedTask
{
    /// <summary>Finds the task.</summary>
    /// <returns>The task; or, when it is null, the answer: 401 without a valid key, 404 for a task that the client does not have.</returns>
    public static async Task<(TaskRecord? Record, HttpResponseData? Refusal)> FindAsync(
        BearerAuthentication authentication, TaskRecords records, HttpRequestData request, string id, CancellationToken cancellationToken)
    {
        if (authentication.Authenticate(request) is not { } client)
        {
            return (null, await BearerAuthentication.RefuseAsync(request, cancellationToken));
        }
        return TaskId.TryParse(id, out var taskId) && await records.FindAsync(client.Name, taskId, cancellationToken) is { } record
            ? (record, null)
            : (null, await ErrorAnswer.WriteAsync(request, HttpStatusCode.NotFound, ApiError.TaskNotFound, cancellationToken));
    }
}
