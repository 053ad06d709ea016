using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary><c>GET /v1/tasks/{id}/deliveries</c>: the newest attempts at the task's callback, without its address and what it answered.</summary>
public sealed class ListDeliveries(TaskRecords records, Deliveries deliveries)
{
    private const int MaxListed = 100;

    /// <summary>Answers 200, without attempts for a task without a callback; 401; 404.</summary>
    [Function(nameof(ListDeliveries))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/tasks/{id}/deliveries")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        var found = await deliveries.FindAsync(record.Client, record.Id, MaxListed + 1, cancellationToken);
        var response = new DeliveryListResponse([.. found.Take(MaxListed).Select(DeliveryResponse.Of)], found.Count > MaxListed);
        return Results.Json(response, ApiJson.Default.DeliveryListResponse);
    }
}
