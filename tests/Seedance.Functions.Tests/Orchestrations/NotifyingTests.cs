using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Telling the caller, on Microsoft's replay: a day of it passes in a moment.</summary>
public sealed class NotifyingTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // A tenth of a second: timers are kept in milliseconds, and each is reckoned from the one before.
    private static readonly TimeSpan Rounding = Second / 10;

    private readonly GenerationWorld _world = new(options => options.PublicBaseUrl = null);
    private readonly List<(DateTimeOffset At, string Id, string Timestamp)> _attempts = [];
    private Func<int, HttpResponseMessage> _answer = _ => Status(HttpStatusCode.OK);
    private DateTimeOffset _began;

    public async Task InitializeAsync()
    {
        var download = _world.Web.OnRequest;
        _world.Web.OnRequest = request =>
        {
            if (request.Method != HttpMethod.Post) return download(request);
            var headers = request.Headers;
            var (id, timestamp) = (headers.GetValues("webhook-id").Single(), headers.GetValues("webhook-timestamp").Single());
            _attempts.Add((_world.Clock.GetUtcNow(), id, timestamp));
            return _answer(_attempts.Count);
        };
        _world.Provider.Duration = TimeSpan.Zero;
        await _world.StartAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_caller_that_answers_is_told_at_once_and_once()
    {
        await EndAsync();

        Assert.Single(_attempts);
        Assert.Equal("outcome=delivered", Assert.Single(_world.Meters.Of("seedance.callbacks.attempts")).Tags);
        await AssertOverAsync();
    }

    [Fact]
    public async Task A_caller_that_is_down_for_a_day_is_tried_to_its_end_under_one_id()
    {
        _answer = _ => Status(HttpStatusCode.BadGateway);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(30));

        var times = _attempts.Select(attempt => attempt.At - _began).ToList();
        Assert.All(times.Zip([0, 1, 3, 7]), time => Assert.Equal(time.First.TotalSeconds, time.Second, Rounding.TotalSeconds));
        AssertAbout(TimeSpan.FromHours(24), times[^1]);
        var waits = times.Zip(times.Skip(1), (from, to) => to - from).ToList();
        var plan = new[] { 1.0, 5, 30, 120, 300, 300, 300 };
        Assert.InRange(waits.Count, 9, 12);
        Assert.All(waits.Skip(3).SkipLast(1).Zip(plan), wait => Assert.InRange(wait.First.TotalMinutes, wait.Second, wait.Second * 1.2));
        Assert.Single(_attempts.Select(attempt => attempt.Id).Distinct());
        Assert.All(
            _attempts,
            attempt => Assert.Equal(attempt.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), attempt.Timestamp));
        Assert.Equal(TaskState.Completed, (await _world.ReadAsync()).State);
        Assert.Equal(
            [.. Enumerable.Repeat("outcome=try_again", times.Count - 1), "outcome=given_up"],
            _world.Meters.Of("seedance.callbacks.attempts").Select(measured => measured.Tags));
        Assert.Equal(Enumerable.Range(1, times.Count), (await _world.DeliveriesAsync()).Select(delivery => delivery.Attempt));
        await AssertOverAsync();
    }

    [Fact]
    public async Task A_caller_that_comes_back_in_the_afternoon_is_told_then()
    {
        _answer = _ => Status(_world.Clock.GetUtcNow() - _attempts[0].At > TimeSpan.FromHours(4)
            ? HttpStatusCode.NoContent
            : HttpStatusCode.ServiceUnavailable);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(30));

        var deliveries = await _world.DeliveriesAsync();
        Assert.All(deliveries.SkipLast(1), delivery => Assert.Equal((DeliveryOutcome.Rejected, 503), (delivery.Outcome, delivery.Status)));
        Assert.Equal((DeliveryOutcome.Delivered, 204), (deliveries[^1].Outcome, deliveries[^1].Status));
        Assert.InRange(deliveries.Count, 5, 12);
    }

    [Fact]
    public async Task A_caller_that_wants_no_more_is_left_alone()
    {
        _answer = number => Status(number == 1 ? HttpStatusCode.BadGateway : HttpStatusCode.Gone);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(30));

        Assert.Equal(2, _attempts.Count);
        Assert.Equal(
            ["outcome=try_again", "outcome=given_up"], _world.Meters.Of("seedance.callbacks.attempts").Select(measured => measured.Tags));
        await AssertOverAsync();
    }

    [Fact]
    public async Task A_destination_that_is_not_allowed_is_not_tried_again()
    {
        _answer = _ => throw new HttpRequestException("refused", new DestinationNotAllowedException());
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(30));

        Assert.Equal(DeliveryOutcome.NotAllowed, Assert.Single(await _world.DeliveriesAsync()).Outcome);
        Assert.Single(_attempts);
    }

    [Theory]
    [InlineData("90", 91)]
    [InlineData("0", 1)]
    [InlineData("10000000", 86_400)]
    public async Task A_caller_that_asks_to_be_left_alone_is_for_as_long_as_the_day_lasts(string retryAfter, int seconds)
    {
        _answer = number => number > 1 ? Status(HttpStatusCode.OK) : Status(HttpStatusCode.ServiceUnavailable, retryAfter);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(30));

        Assert.Equal(2, _attempts.Count);
        AssertAbout(TimeSpan.FromSeconds(seconds), _attempts[1].At - _began);
    }

    [Fact]
    public async Task A_date_that_the_caller_names_is_waited_for()
    {
        DateTimeOffset? date = null;
        _answer = number =>
        {
            date ??= DateTimeOffset.FromUnixTimeSeconds(_world.Clock.GetUtcNow().ToUnixTimeSeconds() + 600);
            return number > 1
                ? Status(HttpStatusCode.OK)
                : Status(HttpStatusCode.TooManyRequests, date.Value.ToString("R", CultureInfo.InvariantCulture));
        };
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(2, _attempts.Count);
        // Rounded up to a whole second, and one more: a durable timer may fire up to a second early.
        Assert.InRange(_attempts[1].At - date!.Value, Second, 2 * Second + Rounding);
    }

    [Fact]
    public async Task Crashes_between_attempts_change_nothing_of_when_they_are_made()
    {
        _answer = _ => Status(HttpStatusCode.BadGateway);
        await EndAsync();
        for (var hour = 0; hour < 26; hour++)
        {
            await _world.CrashAsync();
            await _world.AdvanceAsync(TimeSpan.FromHours(1));
        }

        var at = TimeSpan.Zero;
        for (var waits = 0; waits < _attempts.Count; waits++)
        {
            AssertAbout(at, _attempts[waits].At - _began);
            at += CallbackSchedule.Next(_world.Record.Id.ToString(), waits, null, TimeSpan.FromHours(24) - at);
        }
        Assert.Equal(TimeSpan.FromHours(24), at);
    }

    [Fact]
    public async Task A_table_that_is_down_keeps_nobody_from_being_told()
    {
        _answer = number => Status(number < 3 ? HttpStatusCode.BadGateway : HttpStatusCode.OK);
        await EndAsync();
        _world.TableTrouble.GoDown(TimeSpan.FromMinutes(2));
        await _world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(3, _attempts.Count);
        await AssertOverAsync();
    }

    [Fact]
    public async Task Whoever_asks_while_attempts_are_under_way_has_the_next_one_now()
    {
        var isUp = false;
        _answer = _ => Status(isUp ? HttpStatusCode.OK : HttpStatusCode.BadGateway);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(3));
        var before = _attempts.Count;
        isUp = true;

        Assert.Equal(ResendOutcome.Hastened, await _world.ResendAsync());

        Assert.Equal(before + 1, _attempts.Count);
        Assert.Equal(_world.Clock.GetUtcNow(), _attempts[^1].At);
        Assert.Equal((0, before + 1, DeliveryOutcome.Delivered), await NewestAsync());
        await AssertOverAsync();
    }

    [Fact]
    public async Task An_attempt_that_was_asked_for_in_vain_leaves_the_others_to_their_times()
    {
        _answer = _ => Status(HttpStatusCode.BadGateway);
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromSeconds(8));
        for (var i = 0; i < 100; i++) await _world.ResendAsync();
        var hastened = _attempts.Count;
        await _world.AdvanceAsync(TimeSpan.FromHours(30));

        Assert.Equal(NotifyCaller.MaxHastened, hastened);
        Assert.InRange(_attempts.Count - hastened, 6, 9);
        AssertAbout(TimeSpan.FromHours(24), _attempts[^1].At - _began);
        Assert.InRange(_world.Hub.LongestHistory, 1, 600);
        await AssertOverAsync();
    }

    [Fact]
    public async Task A_callback_that_is_over_is_sent_again_in_a_round_of_its_own_under_the_same_id()
    {
        await EndAsync();
        await _world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(ResendOutcome.Started, await _world.ResendAsync());
        Assert.Equal((1, 1, DeliveryOutcome.Delivered), await NewestAsync());
        Assert.Equal(ResendOutcome.Started, await _world.ResendAsync());
        Assert.Equal((2, 1, DeliveryOutcome.Delivered), await NewestAsync());

        Assert.Equal(3, _attempts.Count);
        Assert.Single(_attempts.Select(attempt => attempt.Id).Distinct());
        await AssertOverAsync();
    }

    [Fact]
    public async Task A_round_that_was_asked_for_goes_on_for_a_day_too()
    {
        await EndAsync();
        _answer = _ => Status(HttpStatusCode.BadGateway);
        await _world.ResendAsync();
        var asked = _world.Clock.GetUtcNow();
        await _world.AdvanceAsync(TimeSpan.FromHours(30));

        AssertAbout(TimeSpan.FromHours(24), _attempts[^1].At - asked);
        Assert.All((await _world.DeliveriesAsync()).Skip(1), delivery => Assert.Equal(1, delivery.Round));
    }

    [Fact]
    public async Task Asking_before_the_workflow_has_come_to_the_callback_adds_nothing()
    {
        ResendOutcome? asked = null;
        var isAsking = false;
        // The end is recorded, and the orchestration has not taken the next step.
        _world.TableTrouble.BeforeWrite = async () =>
        {
            if (!isAsking && (await _world.ReadAsync()).IsTerminal)
            {
                isAsking = true;
                asked = await new CallbackResender(
                    new Deliveries(new MemoryTables()), _world.Clock, NullLogger<CallbackResender>.Instance)
                    .ResendAsync(_world.Engine.Client, await _world.ReadAsync(), CancellationToken.None);
            }
        };
        await EndAsync();

        Assert.Equal(ResendOutcome.UnderWay, asked);
        Assert.Single(_attempts);
    }

    /// <summary>The first poll finds the end, and the caller is told.</summary>
    private async Task EndAsync()
    {
        await _world.AdvanceAsync(5.5 * Second);
        _began = _attempts[0].At;
    }

    private async Task<(int Round, int Attempt, DeliveryOutcome Outcome)> NewestAsync()
    {
        var newest = (await _world.DeliveriesAsync())[^1];
        return (newest.Round, newest.Attempt, newest.Outcome);
    }

    private async Task AssertOverAsync() => Assert.True(_world.IsAtRest);

    private static void AssertAbout(TimeSpan expected, TimeSpan actual) => Assert.InRange(actual, expected - Rounding, expected + Rounding);

    private static HttpResponseMessage Status(HttpStatusCode status, string? retryAfter = null)
    {
        var response = new HttpResponseMessage(status);
        if (retryAfter is not null) Assert.True(response.Headers.TryAddWithoutValidation("Retry-After", retryAfter));
        return response;
    }
}
