using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Journal;
using Seedance.Simulator.Tasks;
using Seedance.Simulator.Videos;

namespace Seedance.Simulator.Callbacks;

/// <summary>Tells a task's callback URL of its end, as the providers do: a few attempts within seconds, then it is lost.</summary>
internal sealed partial class CallbackSender(
    TaskStore tasks, FaultRules rules, SettingsHolder settings, ResultLinks links, RequestJournal journal, TimeProvider time,
    ILogger<CallbackSender> logger) : IDisposable
{
    private readonly HttpClient _client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, MaxConnectionsPerServer = 256 })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private CancellationTokenSource _following = new();

    public void Follow(GenerationTask task)
    {
        if (task.Order.CallbackUrl is { } url)
            _ = FollowAsync(task, url, _following.Token);
    }

    public void Reset()
    {
        var previous = Interlocked.Exchange(ref _following, new CancellationTokenSource());
        previous.Cancel();
        previous.Dispose();
    }

    /// <summary>One attempt, no retries. Null when there was no answer.</summary>
    public async Task<int?> SendAsync(GenerationTask task, string url, string body, int attempt, CancellationToken cancellation)
    {
        var uri = new Uri(url);
        var entry = new JournalEntry
        {
            Time = time.GetUtcNow(),
            Kind = JournalKind.Callback,
            Provider = task.Contract.Provider,
            Method = HttpMethods.Post,
            Path = uri.GetLeftPart(UriPartial.Path),
            Query = uri.Query.Length > 0 ? uri.Query : null,
            Body = AsJson(body),
            TaskId = task.Id,
            Attempt = attempt,
        };
        journal.Add(entry);
        using var overdue = new CancellationTokenSource(TimeSpan.FromSeconds(settings.Current.CallbackTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, cancellation);
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            entry.Status = (int)response.StatusCode;
        }
        catch (HttpRequestException failed)
        {
            entry.Error = failed.Message;
        }
        catch (OperationCanceledException)
        {
            entry.Error = overdue.IsCancellationRequested ? "no answer in time" : "cancelled";
        }

        journal.Touch();
        return entry.Status;
    }

    public void Dispose()
    {
        _following.Cancel();
        _following.Dispose();
        _client.Dispose();
    }

    private async Task FollowAsync(GenerationTask task, string url, CancellationToken cancellation)
    {
        try
        {
            var target = task.At(FaultPoint.Callback);
            var early = rules.Take(target, name => name == FaultCatalogue.Early);
            if (early.Has(FaultCatalogue.Early, out var untimely))
                await SendEarlyAsync(task, url, untimely, cancellation);
            await task.WaitForEndAsync(time, cancellation);
            var snapshot = task.At(time.GetUtcNow());
            var faults = rules.Take(target, name => name != FaultCatalogue.Early
                && (snapshot.State == TaskState.Completed || !FaultCatalogue.OfCompletedTasks.Contains(name)));
            await DeliverAllAsync(task, url, snapshot, faults, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Log.CallbackGivenUp(logger, task.Id);
        }
        catch (Exception unexpected)
        {
            Log.CallbackBroke(logger, unexpected, task.Id);
            throw;
        }
    }

    private async Task SendEarlyAsync(GenerationTask task, string url, Fault fault, CancellationToken cancellation)
    {
        await Task.Delay(fault.Seconds("seconds", 0), time, cancellation);
        var claimed = CallbackBody.Claim(fault.Text("state", "completed"));
        await DeliverAsync(task, url, Body(task, claimed, FaultSet.None), cancellation);
    }

    private async Task DeliverAllAsync(
        GenerationTask task, string url, TaskSnapshot snapshot, FaultSet faults, CancellationToken cancellation)
    {
        if (faults.Has(FaultCatalogue.Lost))
            return;
        if (faults.Has(FaultCatalogue.Delayed, out var delayed))
            await Task.Delay(delayed.Seconds("seconds", 5), time, cancellation);
        var count = faults.Has(FaultCatalogue.Duplicated, out var duplicated) ? duplicated.Long("count", 2) : 1;
        for (var i = 0; i < count; i++)
            await DeliverAsync(task, url, Body(task, snapshot, faults), cancellation);
        if (faults.Has(FaultCatalogue.Reordered))
            await DeliverAsync(task, url, Body(task, TaskSnapshot.Underway(50), FaultSet.None), cancellation);
    }

    private async Task DeliverAsync(GenerationTask task, string url, string body, CancellationToken cancellation)
    {
        var pauses = settings.Current.CallbackRetrySeconds;
        for (var attempt = 1; ; attempt++)
        {
            if (await SendAsync(task, url, body, attempt, cancellation) is >= 200 and < 300 || attempt > pauses.Count)
                return;
            await Task.Delay(TimeSpan.FromSeconds(pauses[attempt - 1]), time, cancellation);
        }
    }

    private string Body(GenerationTask task, TaskSnapshot snapshot, FaultSet faults)
    {
        var view = links.View(task, snapshot, faults);
        if (faults.Has(FaultCatalogue.WrongTask, out var wrong))
        {
            var other = tasks.InOrder().FirstOrDefault(known => known != task && known.Contract == task.Contract)?.Id;
            view = view with { Id = wrong.Text("taskId", other ?? task.Contract.NewTaskId(time.GetUtcNow())) };
        }

        return CallbackBody.Write(task.Contract.TaskBody(task, view), faults);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The callback of {TaskId} is given up: the simulator was reset or is stopping.")]
        public static partial void CallbackGivenUp(ILogger logger, string taskId);

        [LoggerMessage(2, LogLevel.Error, "The callback of {TaskId} could not be sent.")]
        public static partial void CallbackBroke(ILogger logger, Exception exception, string taskId);
    }

    private static object AsJson(string body)
    {
        try
        {
            return JsonNode.Parse(body) ?? (object)body;
        }
        catch (System.Text.Json.JsonException)
        {
            return body;
        }
    }
}
