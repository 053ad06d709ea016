using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>A client's tasks. Reads never wake an orchestration.</summary>
public sealed partial class Tasks(
    TaskRecords records, TaskListing listing, ListCursors cursors, VideoLinks links, RetryAfter retryAfter, ILogger<Tasks> logger)
{
    /// <summary>200 with the task, with its history for <c>?include=history</c>; 304, 400 for another <c>include</c>, 401, 404.</summary>
    [Function("GetTask")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/tasks/{id}")] HttpRequest request,
        string id, CancellationToken cancellationToken)
    {
        string? include = request.Query["include"];
        if (include is not (null or "history")) throw ApiException.InvalidQuery("include", "can only be history");
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        retryAfter.AddTo(request.HttpContext.Response, record);
        var task = new TaskResponse(record, links) { History = include is null ? null : [.. record.History.Select(TaskStep.Of)] };
        return request.JsonWithTag(task, ApiJson.Default.TaskResponse);
    }

    /// <inheritdoc cref="GetAsync" />
    /// <remarks>Most public clients of EvoLink ask at the path of the create.</remarks>
    [Function("GetGeneration")]
    public Task<IResult> GetGenerationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/videos/generations/{id}")] HttpRequest request,
        string id, CancellationToken cancellationToken)
        => GetAsync(request, id, cancellationToken);

    /// <summary>
    /// 200 with one page of tasks, newest first, filtered by <c>status</c>, <c>model</c>, <c>created_after</c> and <c>created_before</c>;
    /// 400 naming every wrong parameter, 401; 503 when no secret can sign the next page's cursor.
    /// </summary>
    [Function("ListTasks")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/tasks")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var client = request.Client().Name;
        var query = ListQuery.Read(request.Query);
        if ((string?)request.Query["cursor"] is { } cursor)
        {
            var position = cursors.Read(client, query, cursor)
                ?? throw ApiException.InvalidQuery("cursor", "does not belong to this list; begin again without it");
            query = query with { Position = position };
        }
        var page = await listing.ReadAsync(client, query, cancellationToken);
        if (page.End is not null && !cursors.AreAvailable) throw ApiException.NoCursors();
        var list = new TaskListResponse(
            [.. page.Records.Select(record => new TaskResponse(record, links))],
            HasMore: page.End is not null,
            NextCursor: page.End is { } end ? cursors.Create(client, query, end) : null);
        return Results.Json(list, ApiJson.Default.TaskListResponse);
    }

    /// <summary>
    /// Stops the workflow: before the submit nothing is paid, after it the provider may charge, since neither documents a cancel. 202 with
    /// the task, which the workflow ends within moments; 200 when it is cancelled already, 409 when it has ended otherwise, 401, 404; 503
    /// when the workflow cannot be reached.
    /// </summary>
    [Function("CancelTask")]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/tasks/{id}/cancel")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        var task = new TaskResponse(record, links);
        if (record.State == TaskState.Cancelled) return Results.Json(task, ApiJson.Default.TaskResponse);
        if (record.IsTerminal) throw ApiException.NotCancellable(record.State.Word());
        try
        {
            await orchestrations.RaiseEventAsync(id, GenerationSignals.Cancel, "cancelled by the caller", CancellationToken.None)
                .WaitAsync(TaskAdmission.TaskHubTimeout, CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotCancelled(id, failure.Message);
            throw ApiException.NotStartedYet();
        }
        return Results.Json(task, ApiJson.Default.TaskResponse, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>For clients that follow the 202 pattern: 202 while the task runs, 200 when it has ended; 401, 404.</summary>
    [Function("GetOperation")]
    public async Task<IResult> GetOperationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operations/{id}")] HttpRequest request,
        string id, CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        var task = new TaskResponse(record, links);
        return record.IsTerminal ? Results.Json(task, ApiJson.Default.TaskResponse) : Accepted(request, record, retryAfter, task);
    }

    /// <summary>
    /// The 202 that Logic Apps, Data Factory and Durable's <c>CallHttp</c> follow: it says where to ask (an absolute URL, since not all of
    /// them resolve a relative one) and when.
    /// </summary>
    internal static IResult Accepted(HttpRequest request, TaskRecord record, RetryAfter retryAfter, TaskResponse task)
    {
        request.HttpContext.Response.Headers.Location = $"{record.LinkBase}/v1/operations/{record.Id}";
        retryAfter.AddTo(request.HttpContext.Response, record);
        return Results.Json(task, ApiJson.Default.TaskResponse, statusCode: StatusCodes.Status202Accepted);
    }

    [LoggerMessage(1, LogLevel.Warning, "The cancel of task {TaskId} did not reach its orchestration: {Reason}")]
    private partial void LogNotCancelled(string taskId, string reason);
}
