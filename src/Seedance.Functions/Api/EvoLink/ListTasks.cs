using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>GET /v1/tasks</c>: the caller's tasks, newest first, filtered by <c>status</c>, <c>model</c>, <c>created_after</c> and
/// <c>created_before</c> (both exclusive; Unix seconds or ISO 8601). <c>limit</c> is 1 to 100, default 20.
/// </summary>
public sealed class ListTasks(TaskListing listing, TaskResponses answers, ListCursors cursors)
{
    /// <summary>
    /// Answers 200 with one page, 400 naming every wrong parameter, 401; 503 when no secret can sign the next page's cursor.
    /// </summary>
    [Function(nameof(ListTasks))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/tasks")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var client = request.Client();
        var violations = new List<RequestViolation>();
        var query = ListQuery.Read(request.Query, violations);
        if ((string?)request.Query["cursor"] is { } cursor && violations.Count == 0)
        {
            query = query with { Position = cursors.Read(client.Name, query, cursor) };
            if (query.Position is null)
            {
                violations.Add(QueryViolations.Invalid("cursor", "does not belong to this list; begin again without it"));
            }
        }
        if (violations.Count > 0) throw ApiException.Refused(violations);
        var page = await listing.ReadAsync(client.Name, query, cancellationToken);
        if (page.End is not null && !cursors.AreAvailable) throw ApiException.NoCursors();
        var answer = new TaskListResponse(
            [.. page.Records.Select(answers.Of)],
            HasMore: page.End is not null,
            NextCursor: page.End is { } end ? cursors.Create(client.Name, query, end) : null);
        return Results.Json(answer, ApiJson.Default.TaskListResponse);
    }
}
