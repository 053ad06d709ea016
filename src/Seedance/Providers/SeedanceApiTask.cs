using System.Text.Json;

namespace Seedance.Providers;

/// <summary>Reads seedanceapi.org's envelope <c>{code,message,data}</c>.</summary>
internal static class SeedanceApiTask
{
    private const int MaxStatus = 64;

    /// <summary>The id, usable or not, or null.</summary>
    public static string? Id(JsonElement? root) => (root.Member("data").Member("task_id") ?? root.Member("task_id")).Text();

    /// <summary>
    /// The status that counts: HTTP's unless that is a success, then the envelope's, which carries errors with HTTP 200; its code
    /// may be a number or a word.
    /// </summary>
    public static int EffectiveStatus(int http, JsonElement? root)
    {
        if (http is < 200 or > 299)
            return http;
        if (root.Member("code").Number() is { } number)
            return number is >= 100 and <= 599 ? (int)number : http;
        return root.Member("code").Text()?.ToUpperInvariant() switch
        {
            null or "SUCCESS" or "OK" => http,
            "INVALID_API_KEY" => 401,
            "INSUFFICIENT_CREDITS" => 402,
            "TASK_NOT_FOUND" => 404,
            "INTERNAL_ERROR" => 500,
            var word => word.StartsWith("INVALID_", StringComparison.Ordinal) || word == "TOO_MANY_IMAGES" ? 400 : 500,
        };
    }

    /// <summary>The error; where the code is only the status again, the message is the code.</summary>
    public static ProviderError Error(JsonElement? root)
    {
        var error = ProviderError.Read(root);
        var numeric = error.Code is null || error.Code.All(char.IsAsciiDigit);
        var word = error.Message is { Length: <= 64 } message && message.All(c => char.IsAsciiLetterUpper(c) || c == '_');
        return numeric && word ? error with { Code = error.Message } : error;
    }

    public static ProviderTask Read(JsonElement? root, string id)
    {
        var data = root.Member("data") ?? root;
        var status = data.Member("status").Text() ?? "";
        var state = StateOf(status);
        return new ProviderTask
        {
            Id = id,
            State = state,
            ProviderStatus = status.Length <= MaxStatus ? status : status[..MaxStatus],
            ResultUrls = state == TaskState.Completed ? ResultUrls.OfSeedanceApi(data) : [],
            LastFrameUrl = state == TaskState.Completed ? ResultUrls.LastFrame(data) : null,
            CreditsCharged = state.IsTerminal() ? data.Member("consumed_credits").Number() : null,
            Failure = state == TaskState.Failed
                ? Failures.OfTask(ProviderError.Create(null, data.Member("error_message").Text(), null))
                : null,
        };
    }

    // The guide knows IN_PROGRESS, SUCCESS and FAILED; COMPLETED has been seen by clients.
    private static TaskState StateOf(string status) => status.ToUpperInvariant() switch
    {
        "SUCCESS" or "COMPLETED" => TaskState.Completed,
        "FAILED" => TaskState.Failed,
        "CANCELLED" or "CANCELED" => TaskState.Cancelled,
        _ => TaskState.Processing,
    };
}
