using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

[Collection(nameof(AzuriteCollection))]
public sealed class TableInstanceStoreTests(AzuriteFixture azurite)
{
    private readonly TableClient _table = new(azurite.ConnectionString, AzuriteFixture.NewName());
    private readonly BlobContainerClient _blobs = new(
        azurite.ConnectionString, AzuriteFixture.NewName(), new BlobClientOptions(BlobClientOptions.ServiceVersion.V2021_12_02));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_may_die_at_any_write_before_or_after_its_effect_and_the_result_is_the_same(bool diesAfterwards)
    {
        var finished = false;
        for (var write = 1; !finished; write++)
        {
            Assert.True(write < 60, "The scenario should end after a number of writes.");
            var store = new TableInstanceStore(new(azurite.ConnectionString, AzuriteFixture.NewName()), new(_blobs));
            finished = await CrashTests.RunAsync(store, write, diesAfterwards);
        }
    }

    [Fact]
    public async Task A_turn_of_more_operations_than_a_transaction_takes_is_stored_whole()
    {
        await using var engine = await Harness()
            .Activity("Add", (int number) => number + 1)
            .Orchestrator("FanOut", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 250).Select(number => context.CallActivityAsync<int>("Add", number)))).Sum())
            .StartAsync();

        var id = await engine.ScheduleAsync("FanOut");

        Assert.Equal(Enumerable.Range(1, 250).Sum(), (await engine.GetAsync(id)).ReadOutputAs<int>());
        Assert.Equal(250, (await engine.HistoryAsync(id)).Count(row => row.Type == HistoryEventType.TaskCompleted));
        Assert.Equal(0, await CountAsync("RowKey ge 'm-' and RowKey lt 'm.'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_may_die_between_the_parts_of_a_split_turn(bool diesAfterwards)
    {
        var finished = false;
        for (var write = 3; !finished; write++)
        {
            var name = AzuriteFixture.NewName();
            var death = new DyingPolicy(write, diesAfterwards);
            var dying = new TableClientOptions();
            dying.AddPolicy(death, HttpPipelinePosition.PerCall);
            await using var first = FanOut(new(new(azurite.ConnectionString, name, dying), new(_blobs)), new());
            await first.StartAsync();
            await Task.WhenAny(death.Died, RunAsync(first));
            finished = !death.Died.IsCompleted;
            first.Store.Kill();

            await using var second = FanOut(new(new(azurite.ConnectionString, name), new(_blobs)), first.Clock);
            await second.StartAsync();
            if (await second.Client.GetInstanceAsync("split") is null)
            {
                await second.ScheduleAsync("FanOut", null, "split");
            }

            await second.AdvanceAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(120, (await second.GetAsync("split")).ReadOutputAs<int>());
            Assert.Equal(120, (await second.HistoryAsync("split")).Count(row => row.Type == HistoryEventType.TimerFired));
        }

        static EngineHarness FanOut(TableInstanceStore store, ManualTimeProvider clock) => new EngineHarness(store, clock)
            .Orchestrator("FanOut", async context =>
            {
                var timers = Enumerable.Range(0, 120).Select(_ => context.CreateTimer(TimeSpan.FromSeconds(5), CancellationToken.None)).ToList();
                await Task.WhenAll(timers);
                return timers.Count;
            });

        static async Task RunAsync(EngineHarness engine)
        {
            await engine.ScheduleAsync("FanOut", null, "split");
            await engine.AdvanceAsync(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Long_payloads_lie_in_blobs_and_go_with_their_instance()
    {
        var text = new string('ü', 200_000);
        await using var engine = await Harness()
            .Activity("Echo", (string value) => value)
            .Orchestrator("Long", async context =>
            {
                context.SetCustomStatus(context.GetInput<string>());
                var echoed = await context.CallActivityAsync<string>("Echo", context.GetInput<string>());
                return echoed + await context.WaitForExternalEvent<string>("more");
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Long", text, "long id & more");
        await engine.CrashAndRestartAsync();
        await engine.RaiseAsync(id, "more", text);

        var instance = await engine.GetAsync(id);
        Assert.Equal(text + text, instance.ReadOutputAs<string>());
        Assert.Equal(text, instance.ReadCustomStatusAs<string>());
        Assert.Equal(text, instance.ReadInputAs<string>());
        Assert.NotEmpty(_blobs.GetBlobs());
        Assert.Equal(1, (await engine.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);
        Assert.Empty(_blobs.GetBlobs());
        Assert.Equal(0, await CountAsync(null));
    }

    [Fact]
    public async Task A_turn_of_many_large_payloads_is_split_by_size()
    {
        var text = new string('x', 14_000);
        await using var engine = await Harness()
            .Activity("Length", (string value) => value.Length)
            .Orchestrator("Heavy", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 90).Select(_ => context.CallActivityAsync<int>("Length", text)))).Sum())
            .StartAsync();

        Assert.Equal(90 * 14_000, (await engine.GetAsync(await engine.ScheduleAsync("Heavy"))).ReadOutputAs<int>());
    }

    [Fact]
    public async Task ContinueAsNew_leaves_no_row_of_the_execution_before()
    {
        await using var engine = await Harness()
            .Activity("Step", (int number) => number)
            .Orchestrator("Loop", async context =>
            {
                var round = context.GetInput<int>();
                await context.CallActivityAsync<int>("Step", round);
                if (round < 5)
                {
                    context.ContinueAsNew(round + 1);
                }

                return round;
            })
            .StartAsync();

        var id = await engine.ScheduleAsync("Loop", 1);

        Assert.Equal(5, (await engine.GetAsync(id)).ReadOutputAs<int>());
        Assert.Equal((await engine.HistoryAsync(id)).Count + 1, await CountAsync(null));
    }

    [Fact]
    public async Task Instances_are_found_by_status_time_and_prefix_page_by_page()
    {
        await using var engine = await Harness()
            .Orchestrator("Quick", context => Task.FromResult(context.GetInput<int>()))
            .Orchestrator("Waits", context => context.WaitForExternalEvent<string>("e"))
            .StartAsync();
        for (var number = 0; number < 25; number++)
        {
            await engine.ScheduleAsync(number % 5 == 0 ? "Waits" : "Quick", number, $"{(number < 20 ? "a" : "b")}-{number:D2}");
            await engine.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        await EngineAssert.QueriesAsync(engine);
    }

    [Fact]
    public async Task A_finished_id_is_used_again_and_nothing_of_the_first_instance_is_left()
    {
        await using var engine = await Harness()
            .Orchestrator("Waits", context => context.WaitForExternalEvent<string>("e"))
            .StartAsync();
        await engine.ScheduleAsync("Waits", 1, "id");
        await engine.RaiseAsync("id", "e", "first");
        await engine.ScheduleAsync("Waits", 2, "id");

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.ScheduleAsync("Waits", 3, "id"));
        await engine.RaiseAsync("id", "e", "second");

        Assert.Equal("second", (await engine.GetAsync("id")).ReadOutputAs<string>());
        Assert.Single(await engine.HistoryAsync("id"), row => row.Type == HistoryEventType.ExecutionStarted);
    }

    [Fact]
    public async Task Histories_that_fell_out_of_memory_are_read_again()
    {
        await using var engine = await new EngineHarness(
                Store(), options: new() { StorageConnectionString = "", MaxCachedEvents = 0 })
            .Activity("Add", (int number) => number + 1)
            .Orchestrator("Steps", async context =>
            {
                var number = 0;
                for (var step = 0; step < 5; step++)
                {
                    number = await context.CallActivityAsync<int>("Add", number);
                }

                return number;
            })
            .StartAsync();

        Assert.Equal(5, (await engine.GetAsync(await engine.ScheduleAsync("Steps"))).ReadOutputAs<int>());
    }

    private TableInstanceStore Store() => new(_table, new(_blobs));

    private EngineHarness Harness() => new(Store());

    private async Task<int> CountAsync(string? filter)
    {
        var count = 0;
        await foreach (var _ in _table.QueryAsync<TableEntity>(filter))
        {
            count++;
        }

        return count;
    }
}
