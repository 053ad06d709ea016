namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Failed tasks whose video is at the provider after all.</summary>
public sealed class RecoveryTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly GenerationWorld _world = new(options =>
    {
        options.PublicBaseUrl = null;
        options.Events.TopicEndpoint = FakeTopic.Endpoint;
    });

    private readonly List<string> _told = [];
    private Func<HttpStatusCode> _caller = () => HttpStatusCode.OK;

    public RecoveryTests()
    {
        _world.Provider.Duration = TimeSpan.Zero;
        _world.OnCallback = request =>
        {
            var status = _caller();
            if (status == HttpStatusCode.OK) _told.Add(request.Headers.GetValues("webhook-id").Single());
            return new HttpResponseMessage(status);
        };
    }

    private string Id => _world.Record.Id.ToString();

    [Theory]
    [InlineData("service_error", 0)]
    [InlineData("timed_out_waiting", 24)]
    [InlineData("provider_invalid_response", 2)]
    public async Task A_video_that_comes_after_all_completes_the_failed_task(string code, int hours)
    {
        await FailAsync(code, hours);

        var (status, json) = await _world.PostAsync("recover");

        Assert.Equal((HttpStatusCode.Accepted, "failed"), (status, json.Text("status")));
        var record = await _world.ReadAsync();
        Assert.Equal((TaskState.Completed, null, record.Video!.Blob), (record.State, record.Failure, Assert.Single(_world.Blobs).Key));
        Assert.Equal($"recovered; it had failed with {code}", record.History[^1].Reason);
        Assert.Equal([$"msg_{Id}_failed", $"msg_{Id}_completed"], _told);
        Assert.Equal(["Seedance.Video.Failed", "Seedance.Video.Completed"], _world.Events);
        Assert.Equal((1, 1), (_world.Provider.Submits, _world.Provider.Paid));
        Assert.True(_world.IsAtRest);
        Assert.Equal((HttpStatusCode.Conflict, "task_not_recoverable"), await RefusedAsync());
    }

    [Fact]
    public async Task A_lost_submit_is_recovered_by_the_name_of_the_providers_task()
    {
        await LoseSubmitAsync();

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), await RefusedAsync());
        Assert.Equal((HttpStatusCode.Conflict, "task_not_recoverable"), await RefusedAsync("""{"provider_task_id":"another"}"""));
        var (status, _) = await _world.PostAsync("recover", """{"provider_task_id":"provider-1"}""");

        var record = await _world.ReadAsync();
        Assert.Equal((HttpStatusCode.Accepted, TaskState.Completed, "provider-1"), (status, record.State, record.ProviderTaskId));
        Assert.Equal((1, 67.5m), (_world.Provider.Paid, _world.BudgetUsed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_providers_task_of_another_task_is_not_adopted(bool named)
    {
        await LoseSubmitAsync();
        var other = Samples.Record with { Id = TaskId.New(_world.Clock.GetUtcNow()), ProviderTaskId = named ? null : "provider-1" };
        await _world.Records.AddAsync(other, CancellationToken.None);
        var key = HashedKey.Of("provider task", ProviderNames.EvoLink, "provider-1");
        if (named) await _world.Get<IdempotencyKeys>().UseAsync(ProviderNames.EvoLink, key, key.Hash, other.Id, CancellationToken.None);

        Assert.Equal((HttpStatusCode.Conflict, "task_not_recoverable"), await RefusedAsync("""{"provider_task_id":"provider-1"}"""));

        Assert.Null((await _world.ReadAsync()).ProviderTaskId);
    }

    [Fact]
    public async Task What_cannot_be_recovered_says_why_in_the_providers_words()
    {
        await FailAsync("service_error", 0, recoverable: false);

        var (_, failed) = await _world.PostAsync("recover");
        _world.Provider.OnLook = _ => new PollOutcome.NotFound();
        var (_, unknown) = await _world.PostAsync("recover");
        _world.Provider.OnLook = _ => new PollOutcome.Unavailable("HTTP 429, rate limited", TimeSpan.FromSeconds(7));
        var (status, unavailable) = await _world.PostAsync("recover");
        var (_, other) = await _world.PostAsync("recover", """{"provider_task_id":"provider-2"}""");

        Assert.Contains("It says \"failed: The provider had an internal error.\"", Message(failed), StringComparison.Ordinal);
        Assert.Contains("does not know provider-1", Message(unknown), StringComparison.Ordinal);
        Assert.Contains("rate limited", Message(unavailable), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("is provider-1, not provider-2", Message(other), StringComparison.Ordinal);
        Assert.Equal((TaskState.Failed, 1), ((await _world.ReadAsync()).State, _told.Count));
    }

    [Fact]
    public async Task A_task_that_no_provider_took_has_nothing_to_recover()
    {
        _world.Provider.Fates.Enqueue(SubmitFate.Rejected);
        await _world.StartAsync();

        Assert.Equal((HttpStatusCode.Conflict, "task_not_recoverable"), await RefusedAsync("""{"provider_task_id":"provider-1"}"""));
        Assert.Equal(0, _world.Provider.Looks);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"provider_task_id":7}""")]
    [InlineData("""{"provider_task_id":""}""")]
    [InlineData("""{"provider_task_id":"x","force":true}""")]
    public async Task Another_body_is_refused(string body)
    {
        await LoseSubmitAsync();

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), await RefusedAsync(body));
    }

    [Fact]
    public async Task A_recovery_that_stores_nothing_leaves_the_task_failed_and_can_be_repeated()
    {
        await FailAsync("service_error", 0);
        var download = _world.OnDownload;
        _world.OnDownload = _ => new HttpResponseMessage(HttpStatusCode.Forbidden);
        await _world.PostAsync("recover");
        await _world.PostAsync("recover");
        await _world.AdvanceAsync(3 * Hour);

        var failed = await _world.ReadAsync();
        Assert.Equal((TaskState.Failed, "service_error", 1), (failed.State, failed.Failure?.Code, _told.Count));
        Assert.Contains("the recovery failed", failed.History[^1].Reason, StringComparison.Ordinal);

        _world.OnDownload = download;
        await _world.PostAsync("recover");

        Assert.Equal((TaskState.Completed, 2), ((await _world.ReadAsync()).State, _told.Count));
    }

    [Fact]
    public async Task A_caller_that_was_down_is_told_of_the_recovery_alone()
    {
        _caller = () => HttpStatusCode.BadGateway;
        await FailAsync("service_error", 0);
        await _world.AdvanceAsync(Hour / 2);
        await _world.PostAsync("recover");
        await _world.CrashAsync();

        _caller = () => HttpStatusCode.OK;
        Assert.Equal("woken", await _world.ResendAsync());
        await _world.AdvanceAsync(26 * Hour);

        Assert.Equal([$"msg_{Id}_completed"], _told);
        var numbers = (await _world.DeliveriesAsync()).Select(delivery => delivery.Attempt).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        Assert.True(_world.IsAtRest);
    }

    public void Dispose() => _world.Dispose();

    private static string? Message(JsonElement json) => json.Text("error.message");

    /// <summary>Lets the task fail, and the provider have a video afterwards.</summary>
    private async Task FailAsync(string code, int hours, bool recoverable = true)
    {
        _world.Provider.Ending = code == "provider_invalid_response" ? ProviderEnding.CompletedWithoutLink : ProviderEnding.Failed;
        if (code == "timed_out_waiting") _world.Provider.Duration = 25 * Hour;
        await _world.StartAsync();
        await _world.AdvanceAsync((hours * Hour) + TimeSpan.FromSeconds(10));
        Assert.Equal(code, (await _world.ReadAsync()).Failure?.Code);
        if (!recoverable) return;
        (_world.Provider.Ending, _world.Provider.Duration) = (ProviderEnding.Completed, TimeSpan.Zero);
    }

    private async Task LoseSubmitAsync()
    {
        foreach (var fate in new[] { SubmitFate.AnswerLost, SubmitFate.RequestLost }) _world.Provider.Fates.Enqueue(fate);
        await _world.StartAsync();
        await _world.AdvanceAsync(Hour);
        Assert.Equal("submit_outcome_unknown", (await _world.ReadAsync()).Failure?.Code);
    }

    private async Task<(HttpStatusCode Status, string? Code)> RefusedAsync(string body = "")
    {
        var (status, json) = await _world.PostAsync("recover", body);
        return (status, json.Text("error.code"));
    }
}
