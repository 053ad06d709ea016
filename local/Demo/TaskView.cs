using System.Text.Json;

namespace Seedance.Demo;

/// <summary>A task as the app shows it. Members beyond EvoLink's own may be missing.</summary>
internal sealed record TaskView(
    string Id,
    string Status,
    int Progress,
    string? Stage,
    string? WokenBy,
    string? Link,
    string? Blob,
    long? Bytes,
    string? Sha256,
    decimal? CreditsReserved,
    decimal? CreditsUsed,
    string? Failure,
    string? UploadedBlob = null)
{
    public bool IsOver => Status is "completed" or "failed" or "cancelled";

    public bool IsCompleted => Status == "completed";

    public static TaskView Of(JsonElement task)
    {
        var usage = Member(task, "usage");
        var video = Member(task, "video");
        var error = Member(task, "error");
        return new(
            Text(task, "id") ?? throw new DemoException($"The app answered with something that is no task: {task}"),
            Text(task, "status") ?? "pending",
            (int)(Number(task, "progress") ?? 0),
            Text(task, "stage"),
            Text(task, "woken_by"),
            Member(task, "results") is { ValueKind: JsonValueKind.Array } links ? links.EnumerateArray().FirstOrDefault().GetString() : null,
            Text(video, "blob"),
            (long?)Number(video, "bytes"),
            Text(video, "sha256"),
            Number(usage, "credits_reserved"),
            Number(usage, "credits_used"),
            error is null ? null : $"{Text(error, "code")}: {Text(error, "message")}",
            Text(Member(task, "upload"), "blob"));
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } element
        && element.TryGetProperty(name, out var member)
        && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static string? Text(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static decimal? Number(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;
}
