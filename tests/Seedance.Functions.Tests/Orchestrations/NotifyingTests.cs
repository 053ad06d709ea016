namespace Seedance.Functions.Tests.Orchestrations;

public sealed class NotifyingTests : IDisposable
{
    // Timers are kept in milliseconds, and each starts from the one before.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(0.1);

    private readonly GenerationWorld _world = new(options =>
    {
        options.PublicBaseUrl = null;
        options.Events.TopicEndpoint = FakeTopic.Endpoint;
    });

    private readonly List<(DateTimeOffset At, string Id, string Timestamp)> _attempts = [];
    private Func<HttpResponseMessage> _answer = () => Status(200);

    public NotifyingTests()
    {
        _world.Provider.Duration = TimeSpan.Zero;
        _world.OnCallback = request =>
        {
            _attempts.Add((_world.Clock.GetUtcNow(), Header("webhook-id"), Header("webhook-timestamp")));
            return _answer();

            string Header(string name) => request.Headers.GetValues(name).Single();
        };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_that_is_down_is_tried_for_a_day_under_one_id(bool crashes)
    {
        _answer = () => Status(502);
        await EndAsync();
        for (var hour = 0; hour < 26; hour++)
        {
            if (crashes) await _world.CrashAsync();
            await _world.AdvanceAsync(TimeSpan.FromHours(1));
        }

        var times = _attempts.Select(attempt => attempt.At - _attempts[0].At).ToList();
        Assert.All(times.Zip([0, 1, 3, 7]), time => Assert.Equal(time.Second, time.First.TotalSeconds, Rounding.TotalSeconds));
        AssertAbout(TimeSpan.FromHours(24), times[^1]);
        var waits = times.Zip(times.Skip(1), (from, to) => (to - from).TotalMinutes).ToList();
        Assert.All(
            waits.Skip(3).SkipLast(1).Zip([1, 5, 30, 120, 300, 300, 300]),
            wait => Assert.InRange(wait.First, wait.Second, wait.Second * 1.21));
        Assert.InRange(waits.Count, 9, 12);
        AssertOneCallback();
        Assert.All(
            _attempts, attempt => Assert.Equal(attempt.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), attempt.Timestamp));
        Assert.Equal([.. Enumerable.Repeat("outcome=try_again", waits.Count), "outcome=given_up"], Outcomes);
        Assert.Equal(Enumerable.Range(1, times.Count), (await _world.DeliveriesAsync()).Select(delivery => delivery.Attempt));
        Assert.Equal(["Seedance.Video.Completed"], _world.Events);
    }

    [Fact]
    public async Task Extra_attempts_are_made_at_once_are_limited_and_leave_the_others_at_their_times()
    {
        _answer = () => Status(502);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromSeconds(8));
        var before = _attempts.Count;
        for (var i = 0; i < NotifyCaller.MaxWoken + 5; i++)
        {
            Assert.Equal(i < NotifyCaller.MaxWoken ? "woken" : "resent_too_often", await _world.ResendAsync());
        }
        Assert.Equal(NotifyCaller.MaxWoken, _attempts.Count - before);

        await _world.AdvanceAsync(TimeSpan.FromHours(30));
        Assert.InRange(_attempts.Count - before - NotifyCaller.MaxWoken, 6, 9);
        AssertAbout(TimeSpan.FromHours(24), _attempts[^1].At - _attempts[0].At);
        Assert.InRange(_world.Hub.LongestHistory, 1, 350);
        AssertOneCallback();
    }

    [Fact]
    public async Task A_request_before_the_first_attempt_adds_none()
    {
        string? action = null;
        var isAsking = false;
        await _world.StartAsync();
        // The end is recorded, and the generation has not started the callback.
        _world.TableTrouble.BeforeWrite = async () =>
        {
            if (isAsking || !(await _world.ReadAsync()).IsTerminal) return;
            isAsking = true;
            action = await _world.ResendAsync();
        };
        await _world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("started", action);
        Assert.Single(_attempts);
        AssertOneCallback();
    }

    [Theory]
    [InlineData(12, 1)]
    [InlineData(26, 0)]
    public async Task A_topic_that_is_down_is_tried_for_a_day(int hours, int more)
    {
        _world.Topic.Web.OnRequest = _ => Status(403);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(hours));
        await _world.CrashAsync();
        var tried = _world.Events.Count();
        _world.Topic.Web.OnRequest = _ => Status(200);
        await _world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.InRange(tried, 20, 40);
        Assert.Equal(tried + more, _world.Events.Count());
        Assert.Equal("Seedance.Video.Completed", Assert.Single(_world.Events.Distinct()));
        Assert.InRange(_world.Hub.LongestHistory, 100, 399);
        AssertOneCallback();
    }

    public void Dispose() => _world.Dispose();

    private IEnumerable<string> Outcomes => _world.Meters.Of("seedance.callbacks.attempts").Select(measured => measured.Tags);

    /// <summary>The first poll finds the end, and the first attempt is made.</summary>
    private async Task EndAsync()
    {
        await _world.StartAsync();
        await _world.AdvanceAsync(TimeSpan.FromSeconds(5.5));
    }

    private void AssertOneCallback()
    {
        Assert.Single(_attempts.Select(attempt => attempt.Id).Distinct());
        Assert.True(_world.IsAtRest);
    }

    private static void AssertAbout(TimeSpan expected, TimeSpan actual) => Assert.InRange(actual, expected - Rounding, expected + Rounding);

    private static HttpResponseMessage Status(int status) => new((HttpStatusCode)status);
}
