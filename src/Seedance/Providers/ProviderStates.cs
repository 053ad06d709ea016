namespace Seedance.Providers;

/// <summary>The words that providers, relays and their clients use for the states of a task.</summary>
internal static class ProviderStates
{
    private static readonly FrozenDictionary<string, TaskState> ByWord = new (TaskState State, string[] Words)[]
    {
        (TaskState.Pending,
        [
            "pending", "queued", "queueing", "in_queue", "queue", "submitted", "created", "accepted", "waiting", "scheduled", "not_start",
            "not_started", "preparing", "initializing", "排队中", "等待中",
        ]),
        (TaskState.Processing,
        [
            "processing", "in_progress", "in_process", "progress", "running", "started", "starting", "generating", "working", "active",
            "rendering", "executing", "uploading", "post_processing", "finalizing", "finishing", "retrying", "ongoing", "处理中", "生成中",
        ]),
        (TaskState.Completed,
        [
            "completed", "complete", "success", "succeeded", "succeed", "successful", "done", "finished", "finish", "成功", "已完成",
        ]),
        (TaskState.Failed,
        [
            "failed", "fail", "failure", "error", "errored", "rejected", "refused", "timeout", "timed_out", "expired", "invalid",
            "moderated", "content_filtered", "blocked", "失败",
        ]),
        (TaskState.Cancelled, ["cancelled", "canceled", "cancel", "aborted", "terminated", "revoked", "已取消"]),
    }.SelectMany(row => row.Words.Select(word => KeyValuePair.Create(ProviderJson.Plain(word), row.State))).ToFrozenDictionary();

    // TASK_STATUS_SUCCEED.
    private static readonly string[] Prefixes = ["task", "job", "status", "state"];

    /// <summary>The state, whatever the word's case, spaces, hyphens and underscores; null for a word that is not known.</summary>
    public static TaskState? Of(string word)
    {
        var plain = ProviderJson.Plain(word);
        foreach (var prefix in Prefixes)
        {
            if (plain.StartsWith(prefix, StringComparison.Ordinal)) plain = plain[prefix.Length..];
        }
        return ByWord.TryGetValue(plain, out var state) ? state : null;
    }
}
