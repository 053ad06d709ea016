namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>Sees what happens, and whether the promises that hold at any moment are kept.</summary>
internal sealed class Witness(GenerationWorld world)
{
    private const int MaxHistoryRows = 400;

    // After an activity has failed its retry may be what everything waits for.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(2);

    // In which the provider may not know yet what it has accepted.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _messageIds = [];
    private readonly HashSet<string> _toldStates = [];
    private TaskRecord? _last;
    private byte[]? _video;
    private int? _lookExpectedAfter;
    private bool _endExpected;
    private DateTimeOffset? _failedAt;

    /// <summary>The provider's answer with the task's id came to a process that has not died since, or was recorded.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>A webhook that named the lost submission reached the workflow while it was looking for it.</summary>
    public bool HasAdoptableCallback { get; private set; }
    public bool WasCancelled { get; private set; }
    public int TimesHeard { get; private set; }
    public int Deaths { get; private set; }
    public int NotFounds { get; private set; }
    public int WithoutLink { get; private set; }
    public int NotVideos { get; private set; }
    public DateTimeOffset? FirstNotVideoAt { get; private set; }
    public bool AnyActivityFailed => _failedAt is not null;

    public void AnswerArrived() => HasAnswer = true;

    public void ActivityFailed() => _failedAt = world.Clock.GetUtcNow();

    public void Died(TaskRecord record)
    {
        Deaths++;
        if (record.ProviderTaskId is null) HasAnswer = false;
    }

    public void Looked(LookFate fate)
    {
        if (fate == LookFate.NotFound && world.Clock.GetUtcNow() - world.Provider.AcceptedAt > Grace) NotFounds++;
        if (fate == LookFate.CompletedWithoutLink) WithoutLink++;
    }

    public void Downloaded(DownloadFate fate)
    {
        if (fate is not (DownloadFate.Html or DownloadFate.CutShort)) return;
        NotVideos++;
        FirstNotVideoAt ??= world.Clock.GetUtcNow();
    }

    public void Told(HttpRequestMessage request, byte[] body, bool hears)
    {
        _messageIds.Add(request.Headers.GetValues("webhook-id").Single());
        _toldStates.Add(JsonDocument.Parse(body).RootElement.GetProperty("status").GetString()!);
        if (hears) TimesHeard++;
    }

    /// <summary>A signal is about to be raised; when the process dies of it, nobody knows whether it was.</summary>
    public void Tried(SignalKind kind) => WasCancelled |= kind == SignalKind.Cancel;

    public void Raised(SignalKind kind, TaskRecord before, int looksBefore)
    {
        // Only after its first look does a workflow surely wait: what a slower delivery recorded may be news to it.
        var waits = !before.IsTerminal && before.LastPolledAt is not null && (before.Stage is TaskStage.Waiting or TaskStage.Reconciling);
        if (kind == SignalKind.Cancel) _endExpected |= waits;
        if (kind != SignalKind.RightTask) return;
        if (waits) _lookExpectedAfter = looksBefore;
        HasAdoptableCallback |= !before.IsTerminal && before.ProviderTaskId is null && world.Provider.Paid > 0;
    }

    /// <exception cref="BrokenPromiseException">A promise is broken.</exception>
    public async Task CheckAsync(string when)
    {
        var record = await world.ReadAsync();
        Demand(world.Provider.Paid <= 1, "Paid more than once", when);
        Demand(world.Hub.LongestHistory < MaxHistoryRows, $"A history of {world.Hub.LongestHistory} rows", when);
        CheckVideo(when);
        CheckRecord(record, when);
        CheckSignals(record, when);
        Demand(_messageIds.Count <= 1, $"Callbacks with several ids: {string.Join(", ", _messageIds)}", when);
        var toldTheTruth = _toldStates.All(state => state == record.State.Word());
        Demand(toldTheTruth, $"Told {string.Join(", ", _toldStates)} of a {record.State} task", when);
        _last = record;
    }

    private static void Demand(bool kept, string broken, string when)
    {
        if (!kept) throw new BrokenPromiseException(broken, when);
    }

    private void CheckVideo(string when)
    {
        Demand(world.Blobs.Count <= 1, "More than one blob", when);
        var video = world.Blobs.Values.SingleOrDefault()?.Content;
        Demand(_video is null || ReferenceEquals(video, _video), "A stored video was overwritten", when);
        _video = video;
    }

    private void CheckRecord(TaskRecord record, string when)
    {
        var isStored = record.Video is not { } stored || world.Blobs[stored.Blob].Metadata["sha256"] == stored.Sha256;
        Demand(isStored, "The record describes another video than the stored one", when);
        if (_last is not { } last) return;
        Demand(record.State == last.State || (!last.IsTerminal && record.State > last.State), $"{last.State} became {record.State}", when);
        Demand(record.History.Take(last.History.Count).SequenceEqual(last.History), "The record's past was rewritten", when);
        Demand(last.ProviderTaskId is null || record.ProviderTaskId == last.ProviderTaskId, "The provider's task was replaced", when);
        if (!last.IsTerminal) return;
        var isSame = (record.CompletedAt, record.Failure, record.History.Count) == (last.CompletedAt, last.Failure, last.History.Count);
        Demand(isSame && (last.Video is null || record.Video == last.Video), $"A {last.State} task was changed", when);
    }

    private void CheckSignals(TaskRecord record, string when)
    {
        var now = world.Clock.GetUtcNow();
        var mayBeLate = world.TableTrouble.IsDown || world.BlobTrouble.IsDown || now - _failedAt < LongestRetry;
        mayBeLate |= record.IsTerminal || record.Stage == TaskStage.Storing;
        Demand(mayBeLate || !(world.Provider.Looks <= _lookExpectedAfter), "A webhook woke nobody", when);
        Demand(mayBeLate || !_endExpected, "A cancel was not heard", when);
        (_lookExpectedAfter, _endExpected) = (null, false);
    }
}

internal sealed class BrokenPromiseException(string promise, string when) : Exception($"{promise} ({when})");
