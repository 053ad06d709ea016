using System.Text.Json;

namespace Seedance.Providers;

/// <summary>Reads EvoLink's task object, as created, queried or sent by callback.</summary>
internal static class EvoLinkTask
{
    private const int MaxStatus = 64;

    /// <summary>The id, usable or not, or null.</summary>
    public static string? Id(JsonElement? root) => (root.Member("id") ?? root.Member("task_id")).Text();

    public static ProviderTask Read(JsonElement? root, string id)
    {
        var status = root.Member("status").Text() ?? "";
        var state = StateOf(status);
        var usage = root.Member("usage");
        var billing = root.Member("billing");
        var charged = usage.Member("credits_used") ?? usage.Member("cost").Member("credits") ?? billing.Member("charged_credits");
        return new ProviderTask
        {
            Id = id,
            State = state,
            ProviderStatus = status.Length <= MaxStatus ? status : status[..MaxStatus],
            Progress = root.Member("progress").Number() is { } progress ? (int)Math.Clamp(progress, 0, 100) : null,
            ResultUrls = state == TaskState.Completed ? ResultUrls.OfEvoLink(root) : [],
            LastFrameUrl = state == TaskState.Completed ? ResultUrls.LastFrame(root) : null,
            CreditsReserved = (usage.Member("credits_reserved") ?? billing.Member("reserved_credits")).Number(),
            CreditsCharged = state.IsTerminal() ? charged.Number() : null,
            Failure = state == TaskState.Failed ? FailureOf(root) : null,
        };
    }

    private static TaskState StateOf(string status) => status.ToLowerInvariant() switch
    {
        "pending" or "queued" => TaskState.Pending,
        "completed" => TaskState.Completed,
        "failed" => TaskState.Failed,
        "cancelled" or "canceled" => TaskState.Cancelled,
        _ => TaskState.Processing,
    };

    private static TaskFailure FailureOf(JsonElement? root) =>
        Failures.OfTask(root.Member("error") is null ? ProviderError.None : ProviderError.Read(root));
}
