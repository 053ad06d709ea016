using System.Runtime.CompilerServices;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>The named points of a generation's story, each as the request around which it lies.</summary>
internal static class CrashPoints
{
    public static readonly KillPoint BetweenRecordAndOrchestration = Point(Moment.After, IsCreation);
    public static readonly KillPoint AfterTheOrchestration = Point(Moment.After, request => request.WritesTo(Instances) && request.Says("GenerateVideo"));
    public static readonly KillPoint BeforeTheMarker = Point(Moment.Before, IsMarker);
    public static readonly KillPoint AfterTheMarker = Point(Moment.After, IsMarker);
    public static readonly KillPoint AfterTheRequestLeft = Point(Moment.Before, IsSubmit);
    public static readonly KillPoint AfterTheProviderAccepted = Point(Moment.After, IsSubmit);
    public static readonly KillPoint AfterTheAnswerCame = Point(Moment.Before, IsCheckpoint);
    public static readonly KillPoint AfterTheCheckpoint = Point(Moment.After, IsCheckpoint);
    public static readonly KillPoint BeforeAPoll = Point(Moment.Before, IsPoll);
    public static readonly KillPoint DuringAPoll = Point(Moment.After, IsPoll);
    public static readonly KillPoint DuringTheDownload = Point(Moment.Before, request => request.Wire == Wires.Blob && Asks(request, "comp=block&"), number: 2);
    public static readonly KillPoint BeforeTheUploadIsCommitted = Point(Moment.Before, IsUpload);
    public static readonly KillPoint AfterTheUpload = Point(Moment.After, IsUpload);
    public static readonly KillPoint BeforeTheOutcomeIsRecorded = Point(Moment.Before, IsOutcome);
    public static readonly KillPoint AfterTheOutcomeIsRecorded = Point(Moment.After, IsOutcome);
    public static readonly KillPoint BeforeTheMarkIsRemoved = Point(Moment.Before, IsClosing);
    public static readonly KillPoint BeforeTheNotificationStarts = Point(Moment.Before, request => request.WritesTo(Instances) && request.Says("NotifyCaller"));
    public static readonly KillPoint AfterTheNotificationStarts = Point(Moment.After, request => request.WritesTo(Instances) && request.Says("NotifyCaller"));

    private const string Tasks = "/tasks";
    private const string Instances = "Instances";

    private static KillPoint Point(
        Moment moment, Func<WireRequest, bool> matches, int number = 1, [CallerMemberName] string name = "")
        => new(name, moment, matches, number);

    public static bool IsCreation(WireRequest request) => request.WritesTo(Tasks) && request.Says("\"Submission\":\"None\"");

    private static bool IsMarker(WireRequest request) => request.WritesTo(Tasks) && request.Says("\"Submission\":\"Submitting\"");

    private static bool IsCheckpoint(WireRequest request) => request.WritesTo(Tasks) && request.Says("\"Submission\":\"Accepted\"");

    private static bool IsOutcome(WireRequest request) => request.WritesTo(Tasks) && request.Says("\"State\":\"Completed\"");

    private static bool IsClosing(WireRequest request)
        => request is { Wire: Wires.Table, Method: "DELETE" } && Uri.UnescapeDataString(request.Path).Contains("RowKey='open-", StringComparison.Ordinal);

    private static bool IsSubmit(WireRequest request) => request is { Wire: Wires.Provider, Method: "POST" };

    private static bool IsPoll(WireRequest request) => request is { Wire: Wires.Provider, Method: "GET" };

    private static bool IsUpload(WireRequest request) => request.Wire == Wires.Blob && Asks(request, "comp=blocklist") && request.IsWrite;

    private static bool Asks(WireRequest request, string what) => (request.Query + "&").Contains(what, StringComparison.Ordinal);
}
