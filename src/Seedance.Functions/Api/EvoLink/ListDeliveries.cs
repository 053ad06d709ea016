using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>GET /v1/tasks/{id}/deliveries</c>: the attempts at telling the caller of the task's end, newest first. Neither the address nor
/// what was answered is shown.
/// </summary>
public sealed class ListDeliveries(TaskRecords records, Deliveries deliveries)
{
    /// <summary>The most that are listed.</summary>
    public const int Most = 100;

    /// <summary>Answers 200 with the attempts, none for a task without a callback; 401; 404 for an id that is not this client's.</summary>
    [Function(nameof(ListDeliveries))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/tasks/{id}/deliveries")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        var page = await deliveries.ReadAsync(record.Client, record.Id, Most, cancellationToken);
        var answer = new DeliveryListResponse([.. page.Newest.Select(DeliveryResponse.Of)], page.HasMore);
        return Results.Json(answer, ApiJson.Default.DeliveryListResponse);
    }
}
