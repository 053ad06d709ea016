namespace Seedance.EndToEnd.Tests.Calling;

internal sealed record TaskView(
    string Id,
    string Object,
    string Model,
    string Status,
    int Progress,
    string Provider,
    string? ProviderTaskId,
    string? Stage,
    string? WokenBy,
    IReadOnlyList<string>? Results,
    TaskViewResult? Result,
    TaskViewVideo? Video,
    string? LastFrameUrl,
    TaskError? Error,
    TaskViewUpload? Upload = null)
{
    public bool HasEnded => Status is "completed" or "failed" or "cancelled";
}
