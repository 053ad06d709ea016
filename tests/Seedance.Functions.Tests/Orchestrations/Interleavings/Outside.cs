using System.Net;

namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>All that is not the service: provider, download host, caller, storage, as an interleaving wants them.</summary>
internal sealed class Outside
{
    public const string CancelReason = "cancelled by the caller";
    public const string RightTask = "provider-1";

    private static readonly byte[] Mp4 = [0, 0, 0, 24, .. "ftypisom"u8];

    private readonly GenerationWorld _world;
    private readonly Witness _witness;
    private readonly Queue<(string Signal, string Payload)> _duringSubmit = new();
    private readonly Queue<(string Signal, string Payload)> _duringLook = new();
    private readonly Queue<LookFate> _looks = new();
    private readonly Queue<DownloadFate> _downloads = new();
    private int _refusals;
    private int _served;

    public Outside(GenerationWorld world, Witness witness)
    {
        _world = world;
        _witness = witness;
        world.Provider.OnAccepted = _ => SignalAllAsync(_duringSubmit);
        world.Provider.OnAnswered = witness.AnswerArrived;
        world.Provider.OnLook = Looked;
        world.Provider.OnLooking = _ => SignalAllAsync(_duringLook);
        world.Web.OnRequest = request => request.Method == HttpMethod.Post ? Told(request) : Downloaded();
        world.Deliveries.OnFailure = _ => witness.ActivityFailed();
    }

    public static string NameOf(CallbackName names) => names switch
    {
        CallbackName.Right => RightTask,
        CallbackName.Wrong => "a-task-nobody-knows",
        _ => "",
    };

    /// <summary>Arranges what is to come.</summary>
    public void Plan(Step step)
    {
        switch (step)
        {
            case Step.WebhookDuringSubmit webhook:
                _duringSubmit.Enqueue((GenerationSignals.ProviderCallback, NameOf(webhook.Names)));
                break;
            case Step.WebhookDuringLook webhook:
                _duringLook.Enqueue((GenerationSignals.ProviderCallback, NameOf(webhook.Names)));
                break;
            case Step.CancelDuringSubmit:
                _duringSubmit.Enqueue((GenerationSignals.Cancel, CancelReason));
                break;
            case Step.CancelDuringLook:
                _duringLook.Enqueue((GenerationSignals.Cancel, CancelReason));
                break;
            case Step.Submit submit:
                _world.Provider.Fates.Enqueue(submit.Fate);
                break;
            case Step.Look look:
                for (var i = 0; i < look.Times; i++) _looks.Enqueue(look.Fate);
                break;
            case Step.Download download:
                for (var i = 0; i < download.Times; i++) _downloads.Enqueue(download.Fate);
                break;
            case Step.CallerRefuses refusal:
                _refusals += refusal.Times;
                break;
            case Step.Delivery delivery:
                _world.Deliveries.Plan(delivery.Fate, delivery.Skip);
                break;
            case Step.StorageDown down:
                TroubleOf(down.Kind).GoDown(down.Time);
                break;
            case Step.AnswersLost lost:
                TroubleOf(lost.Kind).LoseAnswers(lost.Writes);
                break;
        }
    }

    public void DieAtWrite(Step.CrashAtWrite crash)
    {
        if (crash.Kind != WriteKind.Orchestration)
        {
            TroubleOf(crash.Kind).DieAtWrite(crash.Write, crash.Afterwards);
            return;
        }
        _world.Hub.LastWrite = _world.Hub.Writes + crash.Write;
        _world.Hub.DiesAfterwards = crash.Afterwards;
    }

    public Task SignalAsync(string signal, string payload) => SignalAsync(signal, payload, _world.SignalAsync);

    /// <summary>From now on nothing goes wrong any more.</summary>
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

    private StorageTrouble TroubleOf(WriteKind kind) => kind == WriteKind.Video ? _world.BlobTrouble : _world.TableTrouble;

    private async Task SignalAllAsync(Queue<(string Signal, string Payload)> signals)
    {
        while (signals.TryDequeue(out var next)) await SignalAsync(next.Signal, next.Payload, _world.SignalFromActivityAsync);
    }

    private async Task SignalAsync(string signal, string payload, Func<string, string, Task<bool>> raise)
    {
        var before = await _world.ReadAsync();
        var looks = _world.Provider.Looks;
        _witness.Tried(signal);
        if (await raise(signal, payload)) _witness.Raised(signal, payload, before, looks);
    }

    private PollOutcome? Looked(string id)
    {
        // Only of a task it has can a provider say that it is finished.
        if (!_world.Provider.TaskIds.Contains(id) || !_looks.TryDequeue(out var fate)) return null;
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
        byte[] video = [.. Mp4, .. BitConverter.GetBytes(_served++), .. new byte[500]];
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
        _witness.Told(request, _world.Web.Bodies[^1], hears: _refusals == 0);
        if (_refusals == 0) return new HttpResponseMessage(HttpStatusCode.OK);
        _refusals--;
        return new HttpResponseMessage(HttpStatusCode.BadGateway);
    }
}
