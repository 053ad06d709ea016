using Seedance.Functions.Tests.Activities;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Single generations, which take the provider two minutes where a test says nothing else.</summary>
public sealed class GenerateVideoTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static TheoryData<string, Func<HttpResponseMessage>> Wrong => new()
    {
        { FailureCodes.VideoIsWebPage, () => VideoDownloads.Of([.. "<html></html>"u8]) },
        { FailureCodes.VideoDestinationNotAllowed, () => throw new DestinationNotAllowedException() },
    };

    [Theory]
    [InlineData(null, SubmitFate.RequestLost)]
    [InlineData(null, SubmitFate.AnswerLost)]
    [InlineData(FailureCodes.SubmitOutcomeUnknown, SubmitFate.AnswerLost, SubmitFate.RequestLost)]
    [InlineData(FailureCodes.SubmitOutcomeUnknown, SubmitFate.AnswerLost, SubmitFate.AnswerLost)]
    [InlineData(FailureCodes.SubmitOutcomeUnknown, SubmitFate.AnswerLost, SubmitFate.NotSent)]
    [InlineData(FailureCodes.SubmitOutcomeUnknown, SubmitFate.AnswerLost, SubmitFate.Rejected)]
    public async Task An_ambiguous_submit_is_replayed_once_under_the_same_key(string? code, params SubmitFate[] fates)
    {
        using var world = NewWorld(webhooks: false, fates: fates);
        await world.StartAsync();
        await world.AdvanceAsync(3 * Hour);

        Assert.Equal((2, 1, code), (world.Provider.Submits, world.Provider.Paid, (await world.ReadAsync()).Failure?.Code));
    }

    [Theory]
    [InlineData(true, null, TaskState.Completed)]
    [InlineData(false, FailureCodes.SubmitOutcomeUnknown, TaskState.Failed)]
    public async Task What_was_answered_without_a_task_is_settled_by_its_webhook_alone(
        bool calledBack, string? code, TaskState state)
    {
        using var world = NewWorld(fates: [SubmitFate.AnsweredWithoutId]);
        world.Provider.ReplaysIdempotencyKey = false;
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromSeconds(1));
        if (calledBack) await world.WebhookAsync("provider-1");
        await world.AdvanceAsync(3 * Hour);

        var record = await world.ReadAsync();
        Assert.Equal((state, code, 1, 1), (record.State, record.Failure?.Code, world.Provider.Submits, world.Provider.Paid));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_video_is_asked_for_again_for_an_hour(string code, Func<HttpResponseMessage> download)
    {
        using var world = NewWorld(webhooks: false);
        world.Provider.Duration = TimeSpan.Zero;
        world.OnDownload = _ => download();
        await world.StartAsync();
        await world.AdvanceAsync(2 * Hour);

        var failure = (await world.ReadAsync()).Failure!;
        // After 5 seconds, 10, 20 and so on, until an hour is over.
        Assert.Equal((code, 11, 0), (failure.Code, world.Web.Requests.Count - world.CallerTold, world.Blobs.Count));
        Assert.Contains("provider-1", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(90)]
    public async Task A_link_that_comes_later_than_the_end_is_waited_for_an_hour(int minutes)
    {
        using var world = NewWorld(webhooks: false);
        world.Provider.Duration = TimeSpan.Zero;
        world.Provider.Ending = ProviderEnding.CompletedWithoutLink;
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(minutes));
        world.Provider.Ending = ProviderEnding.Completed;
        await world.AdvanceAsync(Hour);

        var failure = (await world.ReadAsync()).Failure;
        (string?, int) expected = minutes > 60 ? (FailureCodes.ProviderInvalidResponse, 0) : (null, 1);
        Assert.Equal(expected, (failure?.Code, world.Blobs.Count));
    }

    [Fact]
    public async Task A_provider_that_never_takes_the_request_is_quoted_when_it_is_given_up()
    {
        using var world = NewWorld(fates: [.. Enumerable.Repeat(SubmitFate.NotSent, 100)]);
        await world.StartAsync();
        await world.AdvanceAsync(2 * Hour);

        var failure = (await world.ReadAsync()).Failure!;
        Assert.EndsWith("Nothing was submitted and nothing was paid.", failure.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0m), (world.Provider.Paid, world.BudgetUsed));
    }

    [Fact]
    public async Task A_replay_waits_a_while_for_the_response_of_another_run()
    {
        using var world = NewWorld(webhooks: false, fates: [SubmitFate.AnswerLost]);
        await world.StartAsync();
        await world.Records.ChangeAsync(
            world.Record.Client, world.Record.Id, record => record with { ProviderTaskId = "provider-1" }, CancellationToken.None);
        await world.AdvanceAsync(Hour);

        Assert.Equal((1, 1, TaskState.Completed), (world.Provider.Submits, world.Provider.Paid, (await world.ReadAsync()).State));
    }

    [Fact]
    public async Task A_further_stored_video_is_recorded_even_when_the_provider_has_deleted_all()
    {
        using var world = NewWorld(webhooks: false);
        world.Provider.Duration = TimeSpan.Zero;
        var deleted = false;
        string[] links = ["https://cdn.example.com/1.mp4", "https://cdn.example.com/2.mp4", "https://cdn.example.com/3.mp4"];
        world.Provider.OnLook = id => deleted
            ? new PollOutcome.NotFound()
            : new PollOutcome.Found(world.Provider.TaskOf(id) with { ResultUrls = links });
        world.OnDownload = request => request.RequestUri!.AbsolutePath == "/3.mp4"
            ? new HttpResponseMessage(HttpStatusCode.BadGateway)
            : VideoDownloads.Of(VideoDownloads.Mp4(request.RequestUri.AbsolutePath[1]));
        await world.StartAsync();
        await world.AdvanceAsync(Hour / 6);

        deleted = true;
        await world.AdvanceAsync(26 * Hour);

        var record = await world.ReadAsync();
        Assert.Equal(TaskState.Completed, record.State);
        Assert.EndsWith("-2.mp4", Assert.Single(record.MoreVideos).Blob, StringComparison.Ordinal);
        Assert.Equal(record.StoredBlobs.Order(), world.Blobs.Keys.Order());
    }

    [Theory]
    [InlineData(false, true, 2, 1)]
    [InlineData(false, true, 120, 1)]
    [InlineData(false, false, 2, 0)]
    [InlineData(true, true, 2, 0)]
    public async Task A_cancel_is_told_once_and_a_video_that_comes_later_is_kept(bool unsent, bool keeps, int minutes, int videos)
    {
        using var world = NewWorld(keeps: keeps, fates: [.. Enumerable.Repeat(SubmitFate.NotSent, unsent ? 100 : 0)]);
        world.Provider.Duration = TimeSpan.FromMinutes(minutes);
        await world.StartAsync();
        await world.CancelAsync();
        await world.CrashAsync();
        await world.AdvanceAsync(4 * Hour);

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Cancelled, 1), (record.State, world.CallerTold));
        Assert.Equal(["Seedance.Video.Cancelled"], world.Events);
        Assert.Equal((videos, videos), (world.Blobs.Count, record.Video is null ? 0 : 1));
        Assert.Equal(unsent, record.History[^1].Reason.Contains("nothing was paid", StringComparison.Ordinal));
        Assert.Equal(unsent ? (0, 0m) : (1, 67.5m), (world.Provider.Paid, world.BudgetUsed));
        Assert.True(world.IsAtRest);
    }

    private static GenerationWorld NewWorld(bool webhooks = true, bool keeps = true, SubmitFate[]? fates = null)
    {
        var world = new GenerationWorld(options =>
        {
            if (!webhooks) options.PublicBaseUrl = null;
            options.KeepVideosAfterCancel = keeps;
            options.Events.TopicEndpoint = FakeTopic.Endpoint;
            options.Waiting.PollsPerExecution = 2;
        });
        foreach (var fate in fates ?? []) world.Provider.Fates.Enqueue(fate);
        return world;
    }
}
