namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>All that is not the service: provider, download host, caller, storage, as an interleaving wants them.</summary>
internal sealed class Outside
{
    public const string RightTask = "provider-1";

    private readonly GenerationWorld _world;
    private readonly Witness _witness;
    private readonly Queue<SignalKind> _duringSubmit = new();
    private readonly Queue<SignalKind> _duringLook = new();
    private readonly Queue<LookFate> _looks = new();
    private readonly Queue<DownloadFate> _downloads = new();
    private int _refusals;
    private int _served;

    public Outside(GenerationWorld world, Witness witness)
    {
        (_world, _witness) = (world, witness);
        world.Provider.OnAccepted = _ => SignalAllAsync(_duringSubmit);
        world.Provider.OnAnswered = witness.AnswerArrived;
        world.Provider.OnLook = Looked;
        world.Provider.OnLooking = () => SignalAllAsync(_duringLook);
        world.OnDownload = _ => Downloaded();
        world.OnCallback = Told;
        world.Deliveries.OnFailure = witness.ActivityFailed;
    }

    public TimeSpan Downtime { get; set; }

    public Task DoAsync(Step step) => step switch
    {
        Step.Advance(var time) => _world.AdvanceAsync(time),
        Step.Signal(var kind, Moment.Now) => SignalAsync(kind, isInActivity: false),
        Step.Sweep => _world.SweepAsync(),
        Step.Signal(var kind, Moment.DuringSubmit) => Done(() => _duringSubmit.Enqueue(kind)),
        Step.Signal(var kind, _) => Done(() => _duringLook.Enqueue(kind)),
        Step.ProviderEnds(var ending) => Done(() => End(ending)),
        Step.Submit(var fate) => Done(() => _world.Provider.Fates.Enqueue(fate)),
        Step.Look(var fate, var times) => Done(() => Add(_looks, fate, times)),
        Step.Download(var fate, var times) => Done(() => Add(_downloads, fate, times)),
        Step.CallerRefuses(var times) => Done(() => _refusals += times),
        Step.Deliver(var fate, var skip) => Done(() => _world.Deliveries.Plan(fate, skip)),
        Step.StorageDown(var kind, var time) => Done(() => TroubleOf(kind).GoDown(time)),
        Step.AnswersLost(var kind, var writes) => Done(() => TroubleOf(kind).LoseAnswers(writes)),
        Step.Crash(var downtime) => Done(() => Die(downtime)),
        Step.CrashAtWrite crash => Done(() => DieAtWrite(crash)),
        _ => throw new NotSupportedException(step.ToString()),
    };

    public void BeKind()
    {
        _world.TableTrouble.End();
        _world.BlobTrouble.End();
        _world.Hub.LastWrite = null;
        _world.Provider.Fates.Clear();
        _duringSubmit.Clear();
        _duringLook.Clear();
        _looks.Clear();
        _downloads.Clear();
        _refusals = 0;
    }

    private static Task Done(Action arrange)
    {
        arrange();
        return Task.CompletedTask;
    }

    private static void Add<T>(Queue<T> fates, T fate, int times)
    {
        for (var i = 0; i < times; i++) fates.Enqueue(fate);
    }

    private void End(ProviderEnding ending)
    {
        if (_world.Provider is not { HasEnded: false, AcceptedAt: { } accepted } provider) return;
        provider.Ending = ending;
        provider.Duration = _world.Clock.GetUtcNow() - accepted;
    }

    private void Die(TimeSpan downtime)
    {
        _world.Hub.Kill();
        Downtime = downtime;
    }

    private void DieAtWrite(Step.CrashAtWrite crash)
    {
        Downtime = crash.Downtime;
        if (crash.Kind != WriteKind.Orchestration)
        {
            TroubleOf(crash.Kind).DieAtWrite(crash.Write, crash.Afterwards);
            return;
        }
        _world.Hub.LastWrite = _world.Hub.Writes + crash.Write;
        _world.Hub.DiesAfterwards = crash.Afterwards;
    }

    private StorageTrouble TroubleOf(WriteKind kind) => kind == WriteKind.Video ? _world.BlobTrouble : _world.TableTrouble;

    private async Task SignalAllAsync(Queue<SignalKind> signals)
    {
        while (signals.TryDequeue(out var next)) await SignalAsync(next, isInActivity: true);
    }

    private async Task SignalAsync(SignalKind kind, bool isInActivity)
    {
        var before = await _world.ReadAsync();
        var looks = _world.Provider.Looks;
        _witness.Tried(kind);
        var name = kind == SignalKind.Cancel ? GenerationSignals.Cancel : GenerationSignals.ProviderCallback;
        var payload = kind switch
        {
            SignalKind.Cancel => "cancelled by the caller",
            SignalKind.RightTask => RightTask,
            SignalKind.WrongTask => "a-task-nobody-knows",
            _ => "",
        };
        var raised = await _world.SignalAsync(name, payload);
        // The activity dies with its process.
        if (isInActivity && _world.HasDied) await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        if (raised) _witness.Raised(kind, before, looks);
    }

    private PollOutcome? Looked(string id)
    {
        // Only of a task it has can a provider say that it is finished.
        if (!_world.Provider.Knows(id) || !_looks.TryDequeue(out var fate)) return null;
        _witness.Looked(fate);
        return fate switch
        {
            LookFate.Unavailable => new PollOutcome.Unavailable("HTTP 503", null),
            LookFate.UnavailableForAMinute => new PollOutcome.Unavailable("HTTP 429", TimeSpan.FromMinutes(1)),
            LookFate.NotFound => new PollOutcome.NotFound(),
            _ => new PollOutcome.Found(_world.Provider.TaskOf(id) with { State = TaskState.Completed, ResultUrls = [] }),
        };
    }

    private HttpResponseMessage Downloaded()
    {
        // No two downloads are alike, so that a video written twice would be seen.
        byte[] video = [0, 0, 0, 24, .. "ftypisom"u8, .. BitConverter.GetBytes(_served++), .. new byte[500]];
        var content = new ByteArrayContent(video);
        if (!_downloads.TryDequeue(out var fate)) return new() { Content = content };
        _witness.Downloaded(fate);
        if (fate == DownloadFate.CutShort) content.Headers.ContentLength = video.Length + 1;
        return fate switch
        {
            DownloadFate.Html => new() { Content = new StringContent("<html>Please log in.</html>") },
            DownloadFate.Forbidden => new(HttpStatusCode.Forbidden),
            DownloadFate.ServerError => new(HttpStatusCode.InternalServerError),
            DownloadFate.CutShort => new() { Content = content },
            _ => throw new HttpRequestException("The connection was reset."),
        };
    }

    private HttpResponseMessage Told(HttpRequestMessage request)
    {
        var hears = _refusals == 0;
        if (!hears) _refusals--;
        _witness.Told(request, _world.Web.Bodies[^1], hears);
        return new HttpResponseMessage(hears ? HttpStatusCode.OK : HttpStatusCode.BadGateway);
    }
}
