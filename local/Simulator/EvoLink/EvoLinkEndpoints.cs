using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.EvoLink;

internal sealed class EvoLinkEndpoints(
    EvoLinkContract contract, SubmitEndpoint submit, PollEndpoint poll, TaskStore tasks, SettingsHolder settings, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/videos/generations", context => submit.HandleAsync(context, contract));
        routes.MapGet("/v1/tasks/{id}", context => poll.HandleAsync(context, contract, context.GetRouteValue("id") as string));
        routes.MapGet("/v1/tasks", context => WithKeyAsync(context, () => List(context.Request.Query)));
        routes.MapPost("/v1/tasks/batch", BatchAsync);
        routes.MapGet("/v1/credits", context => WithKeyAsync(context, Credits));
        routes.MapGet("/v1/models", context => WithKeyAsync(context, Models));
    }

    private async Task WithKeyAsync(HttpContext context, Func<JsonObject?> body)
    {
        var valid = BearerKeys.AreValid(context.Request, settings.Current, contract.Provider);
        var answer = valid ? body() : null;
        var error = new ProviderError(valid ? 400 : 401);
        var (status, node) = answer is null ? contract.ErrorBody(error, null) : (StatusCodes.Status200OK, answer);
        await Answer.WriteAsync(context, status, node, FaultSet.None);
    }

    private async Task BatchAsync(HttpContext context)
    {
        JsonElement? request = null;
        try
        {
            request = await context.Request.ReadFromJsonAsync<JsonElement>(context.RequestAborted);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
        }

        await WithKeyAsync(context, () =>
            request is { ValueKind: JsonValueKind.Object } body
            && body.TryGetProperty("task_ids", out var ids)
            && ids.ValueKind == JsonValueKind.Array
            && ids.GetArrayLength() <= 50
            && ids.EnumerateArray().All(id => id.ValueKind == JsonValueKind.String)
                ? new JsonObject
                {
                    ["data"] = new JsonArray([.. ids.EnumerateArray().Select(id => id.GetString()!).Where(IsKnown).Select(id => Row(id))]),
                }
                : null);
    }

    private bool IsKnown(string id) => tasks.TryGet(id, out var task) && task.Contract == contract;

    private JsonObject Row(string id) => tasks.TryGet(id, out var task) ? Row(task) : [];

    private JsonObject Row(GenerationTask task)
    {
        var snapshot = task.At(time.GetUtcNow());
        return EvoLinkTaskBody.Of(task, new TaskView(task.Id, snapshot, "") { Shape = "none" });
    }

    private JsonObject? List(IQueryCollection query)
    {
        var page = Number(query["page"], 1);
        var size = Number(query["page_size"], 20);
        if (page is null || size is null)
            return null;
        var now = time.GetUtcNow();
        var found = tasks.InOrder()
            .Where(task => task.Contract == contract
                && (query["model"].FirstOrDefault() is not { } model || model == task.Order.Model)
                && (query["type"].FirstOrDefault() is null or "video")
                && HasStatus(task.At(now).State, query["status"].FirstOrDefault()))
            .Reverse()
            .ToList();
        return new JsonObject
        {
            ["data"] = new JsonArray([.. found.Skip((page.Value - 1) * size.Value).Take(size.Value).Select(task => Row(task))]),
            ["total"] = found.Count,
            ["page"] = page,
            ["page_size"] = size,
        };
    }

    private static bool HasStatus(TaskState state, string? wanted) => wanted switch
    {
        null => true,
        "processing" => state is TaskState.Pending or TaskState.Processing,
        _ => string.Equals(wanted, state.ToString(), StringComparison.OrdinalIgnoreCase),
    };

    private static int? Number(string? text, int otherwise)
    {
        if (text is null)
            return otherwise;
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && number is > 0 and <= 10_000 ? number : null;
    }

    private JsonObject Credits()
    {
        var used = tasks.Used();
        var remaining = settings.Current.Credits - used;
        return new JsonObject
        {
            ["success"] = true,
            ["message"] = "",
            ["data"] = new JsonObject
            {
                ["token"] = new JsonObject { ["remaining_credits"] = remaining, ["unlimited_credits"] = false, ["used_credits"] = used },
                ["user"] = new JsonObject { ["remaining_credits"] = remaining, ["used_credits"] = used },
            },
        };
    }

    private static JsonObject Models() => new()
    {
        ["data"] = new JsonArray([.. EvoLinkModel.All.Select(model => new JsonObject { ["id"] = model.Id })]),
    };
}
