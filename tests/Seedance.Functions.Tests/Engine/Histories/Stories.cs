using System.Net;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Tests.Engine.Histories;

/// <summary>The stories whose histories are kept: what a deployment may find finished, or half-finished, in its task hub.</summary>
internal static class Stories
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static IReadOnlyDictionary<string, Func<Task<IReadOnlyList<RecordedExecution>>>> All { get; } =
        new Dictionary<string, Func<Task<IReadOnlyList<RecordedExecution>>>>
        {
            ["webhook"] = () => RecordAsync(new GenerationWorld(id: Id()), async world =>
            {
                await world.AdvanceAsync(2 * Minute);
                await world.WebhookAsync("provider-1");
            }),
            ["poll"] = () => RecordAsync(Polling(), world => world.AdvanceAsync(3 * Minute)),
            ["waiting"] = () => RecordAsync(new GenerationWorld(id: Id()), world => world.AdvanceAsync(Minute)),
            ["continued-as-new"] = () => RecordAsync(
                new GenerationWorld(options => options.Waiting.PollsPerExecution = 2, id: Id()),
                async world =>
                {
                    world.Provider.Duration = 20 * Minute;
                    await world.AdvanceAsync(5 * Minute);
                    await world.WebhookAsync("provider-1");
                    await world.AdvanceAsync(20 * Minute);
                }),
            ["not-sent-for-long"] = () => RecordAsync(
                Polling(), world => world.AdvanceAsync(30 * Minute), Enumerable.Repeat(SubmitFate.NotSent, 12)),
            ["refused"] = () => RecordAsync(new GenerationWorld(id: Id()), _ => Task.CompletedTask, [SubmitFate.Rejected]),
            ["replayed"] = () => RecordAsync(Polling(), world => world.AdvanceAsync(5 * Minute), [SubmitFate.AnswerLost]),
            ["settling"] = () => RecordAsync(Unreplayed(), world => world.AdvanceAsync(5 * Minute), [SubmitFate.RequestLost]),
            ["adopted"] = () => RecordAsync(
                Unreplayed(),
                async world =>
                {
                    await world.AdvanceAsync(Minute);
                    await world.WebhookAsync("a-task-nobody-knows");
                    await world.AdvanceAsync(Minute);
                    await world.WebhookAsync("provider-1");
                    await world.AdvanceAsync(5 * Minute);
                },
                [SubmitFate.AnswerLost]),
            ["outcome-unknown"] = () => RecordAsync(Unreplayed(), world => world.AdvanceAsync(40 * Minute), [SubmitFate.RequestLost]),
            ["reconciling"] = () => RecordAsync(new GenerationWorld(id: Id()), async world =>
            {
                world.Provider.Duration = TimeSpan.FromHours(3);
                await world.AdvanceAsync(TimeSpan.FromHours(2));
            }),
            ["storing"] = () => RecordAsync(Polling(), async world =>
            {
                var answer = world.Web.OnRequest;
                world.Web.OnRequest = request => request.Method == HttpMethod.Post ? answer(request) : Forbidden();
                await world.AdvanceAsync(3 * Minute);
                world.BlobTrouble.GoDown(Minute);
                await world.AdvanceAsync(2 * Minute);
            }),
            ["stored-at-last"] = () => RecordAsync(Polling(), async world =>
            {
                var answer = world.Web.OnRequest;
                var left = 3;
                world.Web.OnRequest = request => request.Method == HttpMethod.Post || left-- <= 0 ? answer(request) : Forbidden();
                await world.AdvanceAsync(5 * Minute);
            }),
            ["table-down"] = () => RecordAsync(Polling(), async world =>
            {
                await world.AdvanceAsync(Minute);
                world.TableTrouble.GoDown(3 * Minute);
                await world.AdvanceAsync(10 * Minute);
            }),
            ["notifying"] = () => RecordAsync(Polling(), async world =>
            {
                var answer = world.Web.OnRequest;
                world.Web.OnRequest = request => request.Method == HttpMethod.Get
                    ? answer(request)
                    : new HttpResponseMessage(HttpStatusCode.BadGateway);
                await world.AdvanceAsync(10 * Minute);
            }),
            ["cancelled-with-late-video"] = () => RecordAsync(new GenerationWorld(id: Id()), async world =>
            {
                await world.AdvanceAsync(Minute);
                await world.CancelAsync();
                await world.AdvanceAsync(10 * Minute);
            }),
            ["cancelled-before-submit"] = () => RecordAsync(
                new GenerationWorld(id: Id()),
                async world =>
                {
                    await world.CancelAsync();
                    await world.AdvanceAsync(Minute);
                },
                [SubmitFate.NotSent, SubmitFate.NotSent]),
        };

    private static TaskId Id()
        => TaskId.TryParse("task-1772366400-0000000000000000", out var id) ? id : throw new InvalidOperationException("Not a task id.");

    private static HttpResponseMessage Forbidden() => new(HttpStatusCode.Forbidden);

    private static GenerationWorld Polling() => new(options => options.PublicBaseUrl = null, id: Id());

    private static GenerationWorld Unreplayed()
    {
        var world = new GenerationWorld(id: Id());
        world.Provider.ReplaysIdempotencyKey = false;
        return world;
    }

    private static async Task<IReadOnlyList<RecordedExecution>> RecordAsync(
        GenerationWorld world, Func<GenerationWorld, Task> happens, IEnumerable<SubmitFate>? fates = null)
    {
        await using var _ = world;
        var recorder = new HistoryRecorder(world.Store);
        foreach (var fate in fates ?? []) world.Provider.Fates.Enqueue(fate);
        await world.StartAsync();
        await happens(world);
        return recorder.Executions;
    }
}
