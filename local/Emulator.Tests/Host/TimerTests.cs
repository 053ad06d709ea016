using System.Net;
using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Seedance.Emulator.Tests.Host;

public sealed class TimerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_timer_runs_when_its_schedule_says()
    {
        var (app, time, runs) = await StartAsync(typeof(EveryFiveMinutes));
        await using var stopped = app;

        time.Advance(TimeSpan.FromSeconds(54));
        Assert.False(runs.Started.TryRead(out _));
        time.Advance(TimeSpan.FromSeconds(1));

        var info = await runs.NextAsync();
        Assert.Equal(new DateTime(2026, 1, 2, 3, 10, 0, DateTimeKind.Utc), info.ScheduleStatus!.Next);
        Assert.Equal(default, info.ScheduleStatus.Last);
        Assert.False(info.IsPastDue);

        runs.Finish();
        Assert.True(await time.TimerSet.WaitAsync(Patience));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 5, 0, DateTimeKind.Utc), (await runs.NextAsync()).ScheduleStatus!.Last);
        runs.Finish();
    }

    [Fact]
    public async Task A_run_that_takes_longer_than_its_interval_is_not_joined_by_a_second()
    {
        var (app, time, runs) = await StartAsync(typeof(EveryFiveMinutes));
        await using var stopped = app;
        time.Advance(TimeSpan.FromMinutes(5));
        await runs.NextAsync();

        time.Advance(TimeSpan.FromMinutes(12));
        Assert.Equal(HttpStatusCode.Accepted, await TriggerAsync(app, "EveryFiveMinutes"));
        Assert.False(runs.Started.TryRead(out _));

        runs.Finish();
        await runs.NextAsync();
        Assert.Equal(1, runs.MostAtOnce);
        runs.Finish();
    }

    [Fact]
    public async Task A_timer_can_be_run_now()
    {
        var (app, _, runs) = await StartAsync(typeof(EveryFiveMinutes), typeof(EventGridTests.Functions));
        await using var stopped = app;

        Assert.Equal(HttpStatusCode.Accepted, await TriggerAsync(app, "everyfiveminutes"));
        await runs.NextAsync();
        runs.Finish();
        Assert.Equal(HttpStatusCode.NotFound, await TriggerAsync(app, "One"));
        Assert.Equal(HttpStatusCode.NotFound, await TriggerAsync(app, "Nobody"));
    }

    [Fact]
    public async Task A_timer_can_run_at_start_and_take_its_schedule_from_a_setting()
    {
        var (app, time, runs) = await StartAsync(typeof(FromSetting));
        await using var stopped = app;

        await runs.NextAsync();
        runs.Finish();
        Assert.True(await time.TimerSet.WaitAsync(Patience));
        time.Advance(TimeSpan.FromSeconds(5));
        await runs.NextAsync();
        runs.Finish();
    }

    [Fact]
    public async Task A_run_that_fails_is_logged_and_the_next_one_comes()
    {
        var (app, time, runs) = await StartAsync(typeof(EveryFiveMinutes));
        await using var stopped = app;
        time.Advance(TimeSpan.FromMinutes(5));
        await runs.NextAsync();
        runs.Fail();
        Assert.True(await time.TimerSet.WaitAsync(Patience));

        time.Advance(TimeSpan.FromMinutes(5));
        await runs.NextAsync();
        Assert.Contains("Functions.EveryFiveMinutes", Assert.Single(app.Logs.Errors), StringComparison.Ordinal);
        runs.Finish();
    }

    private static async Task<HttpStatusCode> TriggerAsync(TestApp app, string name) =>
        (await app.Client.PostAsync(new Uri($"/admin/functions/{name}", UriKind.Relative), new StringContent("{}"))).StatusCode;

    private static async Task<(TestApp App, ManualTime Time, Runs Runs)> StartAsync(params Type[] types)
    {
        var (time, runs) = (new ManualTime(Start), new Runs());
        var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Seedance:Sweep", (string?)"*/5 * * * * *")]);
                builder.Services.AddSingleton<TimeProvider>(time).AddSingleton(runs).AddSingleton(new List<string>());
            },
            types);
        if (!types.Contains(typeof(FromSetting)))
        {
            Assert.True(await time.TimerSet.WaitAsync(Patience));
        }

        return (app, time, runs);
    }

    public sealed class Runs
    {
        private readonly Channel<TimerInfo> _started = Channel.CreateUnbounded<TimerInfo>();
        private readonly Channel<bool> _finish = Channel.CreateUnbounded<bool>();
        private int _running;

        public ChannelReader<TimerInfo> Started => _started.Reader;

        public int MostAtOnce { get; private set; }

        public async Task<TimerInfo> NextAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            return await Started.ReadAsync(patience.Token);
        }

        public void Finish() => _finish.Writer.TryWrite(true);

        public void Fail() => _finish.Writer.TryWrite(false);

        public async Task RunAsync(TimerInfo timer, CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
            _started.Writer.TryWrite(timer);
            var succeeds = await _finish.Reader.ReadAsync(cancellationToken);
            Interlocked.Decrement(ref _running);
            if (!succeeds)
            {
                throw new InvalidOperationException("no luck");
            }
        }
    }

    public sealed class EveryFiveMinutes(Runs runs)
    {
        [Function("EveryFiveMinutes")]
        public Task Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
            runs.RunAsync(timer, cancellationToken);
    }

    public sealed class FromSetting(Runs runs)
    {
        [Function("FromSetting")]
        public Task Run([TimerTrigger("%Seedance__Sweep%", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) =>
            runs.RunAsync(timer, cancellationToken);
    }
}
