using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Seedance.Simulator.Faults;

namespace Seedance.Simulator;

/// <summary>Tells a task's callback URL of its end, as the providers do: four attempts within seconds, then it is lost.</summary>
internal sealed class CallbackSender(TaskStore tasks, FaultRules rules, ResultLinks links, Journal journal, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly int[] PauseSeconds = [1, 2, 4];

    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Follow(SimulatorTask task)
    {
        if (task.CallbackUrl is { } url)
            _ = FollowAsync(task, new Uri(url));
    }

    /// <summary>One callback now, which claims that the task is in this state, true or not.</summary>
    /// <returns>The status of the response; null when there was none.</returns>
    public Task<int?> SendAsync(SimulatorTask task, string state, CancellationToken cancellationToken)
    {
        var url = task.CallbackUrl ?? throw new InvalidOperationException($"{task.Id} has no callback URL.");
        var snapshot = state == task.State ? task.Snapshot : TaskSnapshot.Claimed(state);
        return SendAsync(task, new Uri(url), Body(task, snapshot, FaultSet.None), 1, cancellationToken);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _client.Dispose();
    }

    private async Task FollowAsync(SimulatorTask task, Uri url)
    {
        var stopping = _stopping.Token;
        try
        {
            var early = rules.Take(FaultPoint.Callback, task.Submission, task.Id, kind => kind == FaultKind.Early);
            if (early.Has(FaultKind.Early, out var tooSoon))
            {
                await Task.Delay(tooSoon.Seconds("seconds", 0), time, stopping);
                var claimed = TaskSnapshot.Claimed(tooSoon.Word("state") ?? TaskState.Completed);
                await DeliverAsync(task, url, Body(task, claimed, FaultSet.None), stopping);
            }

            await task.WaitForEndAsync(stopping);
            var snapshot = task.Snapshot;
            var faults = rules.Take(FaultPoint.Callback, task.Submission, task.Id, kind => kind != FaultKind.Early);
            await DeliverAllAsync(task, url, snapshot, faults, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
    }

    private async Task DeliverAllAsync(
        SimulatorTask task, Uri url, TaskSnapshot snapshot, FaultSet faults, CancellationToken cancellationToken)
    {
        if (faults.Has(FaultKind.Lost))
            return;
        if (faults.Has(FaultKind.Delayed, out var delayed))
            await Task.Delay(delayed.Seconds("seconds", 5), time, cancellationToken);
        var count = faults.Has(FaultKind.Duplicated, out var duplicated) ? duplicated.Number("count", 2) : 1;
        for (var i = 0; i < count; i++)
            await DeliverAsync(task, url, Body(task, snapshot, faults), cancellationToken);
        if (faults.Has(FaultKind.Reordered))
            await DeliverAsync(task, url, Body(task, TaskSnapshot.Running(50), FaultSet.None), cancellationToken);
    }

    private async Task DeliverAsync(SimulatorTask task, Uri url, string body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await SendAsync(task, url, body, attempt, cancellationToken) is >= 200 and < 300 || attempt > PauseSeconds.Length)
                return;
            await Task.Delay(TimeSpan.FromSeconds(PauseSeconds[attempt - 1]), time, cancellationToken);
        }
    }

    private async Task<int?> SendAsync(SimulatorTask task, Uri url, string body, int attempt, CancellationToken cancellationToken)
    {
        var entry = new JournalEntry
        {
            Time = time.GetUtcNow(),
            Kind = JournalKind.Callback,
            Provider = task.Provider,
            Method = HttpMethods.Post,
            Path = url.GetLeftPart(UriPartial.Path),
            Query = url.Query.Length > 0 ? url.Query : null,
            Body = AsJson(body),
            TaskId = task.Id,
            Attempt = attempt,
        };
        journal.Add(entry);
        using var overdue = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, cancellationToken);
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            entry.Status = (int)response.StatusCode;
        }
        catch (HttpRequestException failed)
        {
            entry.Error = failed.Message;
        }
        catch (OperationCanceledException)
        {
            entry.Error = overdue.IsCancellationRequested ? "no response in time" : "cancelled";
        }

        return entry.Status;
    }

    private string Body(SimulatorTask task, TaskSnapshot snapshot, FaultSet faults)
    {
        if (faults.Has(FaultKind.Html))
            return Responses.HtmlPage;
        if (faults.Has(FaultKind.Empty))
            return "";
        if (faults.Has(FaultKind.Body, out var body))
            return links.Fill(body, task);
        var provider = task.Submission.Provider;
        var view = links.View(task, snapshot, faults);
        if (faults.Has(FaultKind.WrongTask, out var wrong))
        {
            var other = tasks.All.FirstOrDefault(known => known != task && known.Submission.Provider == provider)?.Id;
            view = view with { Id = wrong.Word("taskId") ?? other ?? provider.NewTaskId(time.GetUtcNow()) };
        }

        return Responses.Text(provider.TaskBody(task, view), faults);
    }

    private static JsonElement AsJson(string body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(body);
        }
    }
}
