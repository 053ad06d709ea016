using System.Globalization;
using System.Net;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Callbacks on Microsoft's replay: a day passes in a moment.</summary>
public sealed class NotifyingTests : IAsyncLifetime, IDisposable
{
    // Timers are kept in milliseconds, and each starts from the one before.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(0.1);

    private readonly GenerationWorld _world = new(options => options.PublicBaseUrl = null);
    private readonly List<(DateTimeOffset At, string Id, string Timestamp)> _attempts = [];
    private Func<int, HttpResponseMessage> _answer = _ => Status(HttpStatusCode.OK);

    public async Task InitializeAsync()
    {
        var download = _world.Web.OnRequest;
        _world.Web.OnRequest = request =>
        {
            if (request.Method != HttpMethod.Post) return download(request);
            var (id, timestamp) = (request.Headers.GetValues("webhook-id").Single(), request.Headers.GetValues("webhook-timestamp").Single());
            _attempts.Add((_world.Clock.GetUtcNow(), id, timestamp));
            return _answer(_attempts.Count);
        };
        _world.Provider.Duration = TimeSpan.Zero;
        await _world.StartAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_caller_that_answers_is_told_once()
    {
        await EndAsync();

        Assert.Single(_attempts);
        Assert.Equal(["outcome=delivered"], Outcomes);
        Assert.True(_world.IsAtRest);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_that_is_down_is_tried_for_a_day_under_one_id(bool crashes)
    {
        _answer = _ => Status(HttpStatusCode.BadGateway);
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
        Assert.All(waits.Skip(3).SkipLast(1).Zip([1, 5, 30, 120, 300, 300, 300]), wait => Assert.InRange(wait.First, wait.Second, wait.Second * 1.21));
        Assert.InRange(waits.Count, 9, 12);
        Assert.Single(_attempts.Select(attempt => attempt.Id).Distinct());
        Assert.All(_attempts, attempt => Assert.Equal(attempt.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), attempt.Timestamp));
        Assert.Equal(TaskState.Completed, (await _world.ReadAsync()).State);
        Assert.Equal([.. Enumerable.Repeat("outcome=try_again", waits.Count), "outcome=given_up"], Outcomes);
        Assert.Equal(Enumerable.Range(1, times.Count), (await _world.DeliveriesAsync()).Select(delivery => delivery.Attempt));
        Assert.True(_world.IsAtRest);
    }

    [Fact]
    public void Waits_after_the_quick_ones_differ_by_up_to_a_fifth()
    {
        var waits = Enumerable.Range(0, 1000).Select(_ => NotifyCaller.WaitAfter(3, null, Guid.NewGuid()).TotalMinutes).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, 1, 1.2));
        Assert.InRange(waits.Count(wait => wait < 1.1), 400, 600);
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone, "gone")]
    [InlineData(null, "not_allowed")]
    public async Task A_caller_that_is_gone_or_not_allowed_is_not_tried_again(HttpStatusCode? status, string outcome)
    {
        _answer = number => number == 1 ? Status(HttpStatusCode.BadGateway)
            : status is { } gone ? Status(gone)
            : throw new HttpRequestException("refused", new DestinationNotAllowedException());
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(30));

        Assert.Equal(["rejected", outcome], (await _world.DeliveriesAsync()).Select(delivery => DeliveryResponse.WordOf(delivery.Outcome)));
        Assert.Equal(["outcome=try_again", "outcome=given_up"], Outcomes);
        Assert.True(_world.IsAtRest);
    }

    [Theory]
    [InlineData("90", 91)]
    [InlineData("0", 1)]
    [InlineData("10000000", 86_400)]
    public async Task A_caller_that_asks_for_time_gets_it_up_to_a_day(string retryAfter, int seconds)
    {
        _answer = number => number > 1 ? Status(HttpStatusCode.OK) : Status(HttpStatusCode.ServiceUnavailable, retryAfter);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(30));

        Assert.Equal(2, _attempts.Count);
        AssertAbout(TimeSpan.FromSeconds(seconds), _attempts[1].At - _attempts[0].At);
    }

    [Fact]
    public async Task A_table_that_is_down_delays_nothing_but_its_own_rows()
    {
        _answer = number => Status(number < 3 ? HttpStatusCode.BadGateway : HttpStatusCode.OK);
        await EndAsync();
        _world.TableTrouble.GoDown(TimeSpan.FromMinutes(2));
        await _world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(3, _attempts.Count);
        Assert.True(_world.IsAtRest);
    }

    [Fact]
    public async Task A_request_between_attempts_has_the_next_one_made_now()
    {
        var isUp = false;
        _answer = _ => Status(isUp ? HttpStatusCode.OK : HttpStatusCode.BadGateway);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(3));
        var before = _attempts.Count;
        isUp = true;

        Assert.Equal("woken", await _world.ResendAsync());

        Assert.Equal((before + 1, _world.Clock.GetUtcNow()), (_attempts.Count, _attempts[^1].At));
        Assert.True(_world.IsAtRest);
    }

    [Fact]
    public async Task Extra_attempts_are_limited_and_leave_the_others_at_their_times()
    {
        _answer = _ => Status(HttpStatusCode.BadGateway);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromSeconds(8));
        var before = _attempts.Count;
        var actions = new List<string?>();
        for (var i = 0; i < NotifyCaller.MaxWoken + 5; i++) actions.Add(await _world.ResendAsync());

        Assert.Equal(NotifyCaller.MaxWoken, _attempts.Count - before);
        Assert.Equal((NotifyCaller.MaxWoken, 5), (actions.Count(action => action == "woken"), actions.Count(action => action == "resent_too_often")));
        await _world.AdvanceAsync(TimeSpan.FromHours(30));
        Assert.InRange(_attempts.Count - before - NotifyCaller.MaxWoken, 6, 9);
        AssertAbout(TimeSpan.FromHours(24), _attempts[^1].At - _attempts[0].At);
        Assert.InRange(_world.Hub.LongestHistory, 1, 350);
        Assert.True(_world.IsAtRest);
    }

    [Fact]
    public async Task A_callback_that_is_delivered_again_counts_on_and_is_tried_for_another_day()
    {
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("started", await _world.ResendAsync());
        Assert.Equal(2, _attempts.Count);

        _answer = _ => Status(HttpStatusCode.BadGateway);
        Assert.Equal("started", await _world.ResendAsync());
        var restart = _attempts[^1].At;
        await _world.AdvanceAsync(TimeSpan.FromHours(30));

        AssertAbout(TimeSpan.FromHours(24), _attempts[^1].At - restart);
        Assert.Single(_attempts.Select(attempt => attempt.Id).Distinct());
        Assert.Equal(Enumerable.Range(1, _attempts.Count), (await _world.DeliveriesAsync()).Select(delivery => delivery.Attempt));
        Assert.True(_world.IsAtRest);
    }

    [Fact]
    public async Task A_request_before_the_first_attempt_adds_none()
    {
        string? action = null;
        var isAsking = false;
        // The end is recorded, and the generation has not started the callback.
        _world.TableTrouble.BeforeWrite = async () =>
        {
            if (isAsking || !(await _world.ReadAsync()).IsTerminal) return;
            isAsking = true;
            action = await _world.ResendAsync();
        };
        await EndAsync();

        Assert.Equal("started", action);
        Assert.Single(_attempts);
        Assert.True(_world.IsAtRest);
    }

    private IEnumerable<string> Outcomes => _world.Meters.Of("seedance.callbacks.attempts").Select(measured => measured.Tags);

    /// <summary>The first poll finds the end, and the first attempt is made.</summary>
    private Task EndAsync() => _world.AdvanceAsync(TimeSpan.FromSeconds(5.5));

    private static void AssertAbout(TimeSpan expected, TimeSpan actual) => Assert.InRange(actual, expected - Rounding, expected + Rounding);

    private static HttpResponseMessage Status(HttpStatusCode status, string? retryAfter = null)
    {
        var response = new HttpResponseMessage(status);
        if (retryAfter is not null) Assert.True(response.Headers.TryAddWithoutValidation("Retry-After", retryAfter));
        return response;
    }
}
