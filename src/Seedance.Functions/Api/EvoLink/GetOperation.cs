using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Clients;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>
/// <c>GET /v1/operations/{id}</c>: the task for clients that follow the 202 pattern by themselves. One table operation.
/// </summary>
public sealed class GetOperation(
    BearerAuthentication authentication, TaskRecords records, TaskAnswers answers, AsyncPattern asyncPattern)
{
    /// <summary>Answers 202 with <c>Retry-After</c> while the task runs, 200 when it has ended, however it has; 401, 404.</summary>
    [Function(nameof(GetOperation))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operations/{id}")] HttpRequestData request,
        string id,
        CancellationToken cancellationToken)
    {
        var (record, refusal) = await RequestedTask.FindAsync(authentication, records, request, id, cancellationToken);
        if (record is null) return refusal!;
        var status = record.IsTerminal ? HttpStatusCode.OK : HttpStatusCode.Accepted;
        var response = await JsonAnswer.WriteAsync(request, status, answers.Of(record), ApiJson.Default.TaskAnswer, cancellationToken);
        if (!record.IsTerminal) asyncPattern.Describe(response, record);
        return response;
    }
}
