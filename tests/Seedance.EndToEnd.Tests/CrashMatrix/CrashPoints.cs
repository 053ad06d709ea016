using System.Runtime.CompilerServices;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>The named points of a generation, each as the request around which it lies.</summary>
internal static class CrashPoints
{
    public static readonly KillPoint BetweenRecordAndOrchestration = After(IsCreation);
    public static readonly KillPoint AfterTheOrchestration = After(request => IsStart(request, "GenerateVideo"));
    public static readonly KillPoint BeforeTheMarker = Before(IsMarker);
    public static readonly KillPoint AfterTheMarker = After(IsMarker);
    public static readonly KillPoint AfterTheRequestLeft = Before(IsSubmit);
    public static readonly KillPoint AfterTheProviderAccepted = After(IsSubmit);
    public static readonly KillPoint BeforeTheCheckpoint = Before(IsCheckpoint);
    public static readonly KillPoint AfterTheCheckpoint = After(IsCheckpoint);
    public static readonly KillPoint BeforeAPoll = Before(IsPoll);
    public static readonly KillPoint DuringAPoll = After(IsPoll);
    public static readonly KillPoint DuringTheDownload = Before(request => request.Wire == Wires.Blob && request.Asks("block"), number: 2);
    public static readonly KillPoint BeforeTheUploadIsCommitted = Before(IsUpload);
    public static readonly KillPoint AfterTheUpload = After(IsUpload);
    public static readonly KillPoint BeforeTheOutcomeIsRecorded = Before(IsOutcome);
    public static readonly KillPoint AfterTheOutcomeIsRecorded = After(IsOutcome);
    public static readonly KillPoint BeforeTheMarkIsRemoved = Before(request => request is { Wire: Wires.Table, Method: "DELETE" }
        && Uri.UnescapeDataString(request.Path).Contains("RowKey='open-", StringComparison.Ordinal));
    public static readonly KillPoint BeforeTheNotificationStarts = Before(request => IsStart(request, "NotifyCaller"));
    public static readonly KillPoint AfterTheNotificationStarts = After(request => IsStart(request, "NotifyCaller"));

    public static TheoryData<string> NamesOf(IEnumerable<KillPoint> points) => [.. points.Select(point => point.Name)];

    public static bool IsCreation(WireRequest request) => Records(request, "\"Submission\":\"None\"");

    private static bool IsMarker(WireRequest request) => Records(request, "\"Submission\":\"Submitting\"");

    private static bool IsCheckpoint(WireRequest request) => Records(request, "\"Submission\":\"Accepted\"");

    private static bool IsOutcome(WireRequest request) => Records(request, "\"State\":\"Completed\"");

    private static bool Records(WireRequest request, string what) => request.WritesTo("/tasks") && request.Contains(what);

    private static bool IsStart(WireRequest request, string orchestration)
        => request.WritesTo("Instances") && request.Contains(orchestration);

    private static bool IsSubmit(WireRequest request) => request is { Wire: Wires.Provider, Method: "POST" };

    private static bool IsPoll(WireRequest request) => request is { Wire: Wires.Provider, Method: "GET" };

    private static bool IsUpload(WireRequest request) => request.Wire == Wires.Blob && request.Asks("blocklist") && request.IsWrite;

    private static KillPoint Before(Func<WireRequest, bool> matches, int number = 1, [CallerMemberName] string name = "")
        => new(name, Moment.Before, matches, number);

    private static KillPoint After(Func<WireRequest, bool> matches, [CallerMemberName] string name = "")
        => new(name, Moment.After, matches);
}
