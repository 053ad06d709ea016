using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Seedance.EndToEnd.Tests.Calling;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>A generation that outlives any number of kills of its app.</summary>
internal sealed partial class Survivor(WiredApp app, Ask ask, CallbackListener caller)
{
    // It may still be on its way for so long; a cancel that comes too early does no harm.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _prompt = Convert.ToBase64String(Encoding.UTF8.GetBytes((string)ask.Body["prompt"]!));
    private long? _settlingSince;

    /// <summary>Its id once its record was stored, whether the caller has got it or not.</summary>
    private string? Id => app.KillSwitch.Answered
        .Where(seen => CrashPoints.IsCreation(seen.Request) && seen.Request.Says(_prompt) && (int)seen.Status is >= 200 and < 300)
        .Select(seen => TaskId().Match(seen.Request.Body).Value)
        .Distinct()
        .SingleOrDefault();

    public async Task AskAsync()
    {
        try
        {
            var created = await app.Service.PostAsync(ask.Body.ToJsonString());
            Assert.True(created.Status == HttpStatusCode.OK, $"{created.Status} {created.Body}");
        }
        catch (HttpRequestException)
        {
            // The app was killed before it could answer.
        }
    }

    public async Task<bool> HasEndedAsync()
    {
        try
        {
            return Id is not { } id || (await app.Service.TaskAsync(id)).HasEnded;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>
    /// Helps along what only a webhook settles that may have come to a dead app: a submit killed without a key, or killed again
    /// while it was replayed under its key, which is done once.
    /// </summary>
    /// <returns>The task that has not ended, or null.</returns>
    public async Task<TaskView?> BringToAnEndAsync()
    {
        if (Id is not { } id || await app.Service.TaskAsync(id) is not { HasEnded: false } task) return null;
        if (task is not { ProviderTaskId: null, Stage: "submitting" or "settling" }) return task;

        _settlingSince ??= TimeProvider.System.GetTimestamp();
        if ((await app.Service.Simulator.SubmitsAsync(ask)).FirstOrDefault(submit => submit.Created) is { } paid)
        {
            await app.Service.Simulator.ActAsync(paid.TaskId!, "callback");
        }
        else if (TimeProvider.System.GetElapsedTime(_settlingSince.Value) > Patience)
        {
            await app.Service.SendAsync(HttpMethod.Post, $"v1/tasks/{id}/cancel", key: Running.Callers.Alpha.Key);
        }
        return task;
    }

    public async Task AssertWellAsync()
    {
        var paid = (await app.Service.Simulator.SubmitsAsync(ask)).Count(submit => submit.Created);
        if (Id is not { } id)
        {
            Assert.Equal(0, paid);
            return;
        }
        var task = await app.Service.TaskAsync(id);
        await Invariants.AssertToldAsync(caller, task);
        if (task.Status == "cancelled")
        {
            Assert.InRange(paid, 0, 1);
            if (paid == 1) await app.Service.UntilAsync(id, "keeps the video that was paid", seen => seen.Video is not null);
        }
        else
        {
            Assert.True(task.Status == "completed", task.ToString());
            await Invariants.AssertPaidAndStoredAsync(app.Service, ask, task);
        }
        Assert.Equal(paid, app.BlobsOf(id));
    }

    [GeneratedRegex(@"task-\d{10}-[0-9a-z]{16}")]
    private static partial Regex TaskId();
}
