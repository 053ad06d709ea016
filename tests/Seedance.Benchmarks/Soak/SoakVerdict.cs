using Seedance.Simulator;

namespace Seedance.Benchmarks.Soak;

/// <summary>How one request ended, and whether money was lost on it.</summary>
internal sealed record SoakVerdict(SoakRequest Request, string Outcome, int Paid, bool PaidTwice, bool Lost, int Messages)
{
    private const string Unknown = "submit_outcome_unknown";

    // Codes whose message names the provider's task, where the video can still be fetched.
    private static readonly string[] SayWhereItIs =
    [
        "video_not_valid", "video_is_web_page", "video_empty", "video_incomplete", "video_link_expired", "video_link_redirected",
        "video_download_failed", "video_download_too_slow", "video_too_large",
    ];

    /// <param name="request">The request.</param>
    /// <param name="tasks">What the provider made of it.</param>
    /// <param name="callbacks">How the provider told the service of it.</param>
    /// <param name="stored">Whether the video lies in storage, whole.</param>
    /// <param name="messages">How many different messages told the caller.</param>
    public static SoakVerdict Of(
        SoakRequest request, IReadOnlyList<SimulatorTask> tasks, IReadOnlyList<JournalEntry> callbacks, bool stored, int messages)
    {
        var task = request.Task;
        var hasVideo = tasks.Any(made => made.State == "completed");
        var wasTold = callbacks.Any(callback => callback.Status is >= 200 and < 300);
        var outcome = task switch
        {
            null => "unknown to the service",
            { HasEnded: false } => "not ended",
            { Status: "completed" } => stored ? "completed" : "completed, but its video is not whole",
            { Status: "failed", Error.Code: Unknown } when !hasVideo => $"{Unknown}, nothing to lose",
            { Status: "failed", Error.Code: Unknown } => wasTold ? $"{Unknown}, NOT allowed" : $"{Unknown}, allowed: no answer and no webhook came through",
            { Status: "failed" } => $"failed, {task.Error?.Code}",
            _ => task.Status,
        };
        var isSafe = task is { Status: "completed" } && stored
            || task is { Status: "failed", Error: { } error } && SayWhereItIs.Contains(error.Code) && error.Message.Contains(tasks[0].Id, StringComparison.Ordinal)
            || task is { Status: "failed", Error.Code: Unknown } && !wasTold;
        return new SoakVerdict(request, outcome, tasks.Count, tasks.Count > 1, hasVideo && !isSafe, messages);
    }
}
