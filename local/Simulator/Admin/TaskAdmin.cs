using System.Text.Json.Nodes;
using Seedance.Simulator.Callbacks;
using Seedance.Simulator.Tasks;
using Seedance.Simulator.Videos;

namespace Seedance.Simulator.Admin;

internal static class TaskAdmin
{
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/tasks", (string? contains, TaskStore tasks, TimeProvider time) => tasks.InOrder()
            .Where(task => contains is null || task.Order.Prompt.Contains(contains, StringComparison.Ordinal))
            .Select(task => Show(task, time.GetUtcNow())));
        admin.MapGet("/tasks/{id}", (string id, TaskStore tasks, TimeProvider time) =>
            tasks.TryGet(id, out var task) ? Results.Ok(Show(task, time.GetUtcNow())) : Results.NotFound());
        admin.MapPost("/tasks/{id}/complete", (string id, TaskStore tasks, TimeProvider time) =>
            End(id, tasks, time, TaskState.Completed, null));
        admin.MapPost("/tasks/{id}/cancel", (string id, TaskStore tasks, TimeProvider time) =>
            End(id, tasks, time, TaskState.Cancelled, null));
        admin.MapPost("/tasks/{id}/fail", (string id, FailRequest? request, TaskStore tasks, TimeProvider time) =>
            End(id, tasks, time, TaskState.Failed, request?.ToFailure() ?? TaskFailure.ContentPolicy));
        admin.MapPost("/tasks/{id}/expire-links", (string id, TaskStore tasks) =>
        {
            if (!tasks.TryGet(id, out var task))
                return Results.NotFound();
            task.ExpireLinks();
            return Results.NoContent();
        });
        admin.MapPost("/tasks/{id}/callback", SendCallbackAsync);
    }

    private static IResult End(string id, TaskStore tasks, TimeProvider time, TaskState state, TaskFailure? failure)
    {
        if (!tasks.TryGet(id, out var task))
            return Results.NotFound();
        return task.TryEnd(time.GetUtcNow(), state, failure)
            ? Results.Ok(Show(task, time.GetUtcNow()))
            : Results.Conflict(new { error = "the task has ended already" });
    }

    private static async Task<IResult> SendCallbackAsync(
        string id,
        CallbackRequest? request,
        TaskStore tasks,
        CallbackSender callbacks,
        ResultLinks links,
        TimeProvider time,
        CancellationToken cancellation)
    {
        if (!tasks.TryGet(id, out var task))
            return Results.NotFound();
        if ((request?.Url ?? task.Order.CallbackUrl) is not { } url || !Uri.TryCreate(url, UriKind.Absolute, out _))
            return AdminEndpoints.Refuse("the task has no callback URL; give one as url");
        string body;
        try
        {
            var snapshot = request?.State is { } state ? CallbackBody.Claim(state) : task.At(time.GetUtcNow());
            body = request?.Body is JsonValue text && text.TryGetValue<string>(out var raw) ? raw
                : (request?.Body ?? task.Contract.TaskBody(task, links.View(task, snapshot, Faults.FaultSet.None))).ToJsonString();
        }
        catch (FormatException wrong)
        {
            return AdminEndpoints.Refuse(wrong.Message);
        }

        return Results.Ok(new { status = await callbacks.SendAsync(task, url, body, 1, cancellation) });
    }

    private static object Show(GenerationTask task, DateTimeOffset now)
    {
        var snapshot = task.At(now);
        return new
        {
            id = task.Id,
            provider = task.Contract.Provider,
            model = task.Order.Model,
            prompt = task.Order.Prompt,
            state = snapshot.State,
            progress = snapshot.Progress,
            createdAt = task.CreatedAt,
            charges = snapshot.State is TaskState.Failed or TaskState.Cancelled ? 0 : 1,
            replays = task.Replays,
            creditsReserved = task.Order.CreditsReserved,
            credits = TaskStore.CreditsOf(task, snapshot.State),
            idempotencyKey = task.IdempotencyKey,
            callbackUrl = task.Order.CallbackUrl,
            polls = task.Polls,
            downloads = task.Downloads,
            videoBytes = VideoStream.LengthOf(task.Plan.VideoBytes),
            request = task.Request,
        };
    }
}
