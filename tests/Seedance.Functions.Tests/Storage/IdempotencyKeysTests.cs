using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class IdempotencyKeysTests
{
    private readonly ObservedTables _tables = new(new StorageAccount());

    private ObservedTable Table => _tables.GetTableClient(IdempotencyKeys.TableName);

    [Fact]
    public async Task A_new_key_stands_for_the_new_task_and_costs_one_operation()
    {
        var id = TaskId.New(Samples.Now);

        Assert.Equal(new KeyUse(id, "f", IsFirst: true), await UseAsync("key", id));
        Assert.Equal(1, Table.Operations);
    }

    [Fact]
    public async Task A_known_key_stands_for_the_first_task_and_costs_two()
    {
        var first = TaskId.New(Samples.Now);
        await UseAsync("key", first);

        Assert.Equal(new KeyUse(first, "f", IsFirst: false), await UseAsync("key", TaskId.New(Samples.Now), "other"));
        Assert.Equal(1 + 2, Table.Operations);
    }

    [Fact]
    public async Task Keys_belong_to_their_client()
    {
        await UseAsync("key", TaskId.New(Samples.Now));

        Assert.True((await UseAsync("key", TaskId.New(Samples.Now), client: "stranger")).IsFirst);
    }

    [Fact]
    public async Task A_write_that_is_repeated_because_its_answer_was_lost_is_still_the_first()
    {
        var id = TaskId.New(Samples.Now);
        await UseAsync("key", id);

        Assert.True((await UseAsync("key", id)).IsFirst);
    }

    [Fact]
    public async Task Keys_are_forgotten_by_their_age_and_no_younger_ones()
    {
        await UseAsync("old", TaskId.New(Samples.Now));
        await UseAsync("young", TaskId.New(Samples.Now.AddSeconds(1)));

        Assert.Equal(1, await ForgetAsync(Samples.Now.AddSeconds(1)));

        Assert.True((await UseAsync("old", TaskId.New(Samples.Now.AddDays(1)))).IsFirst);
        Assert.False((await UseAsync("young", TaskId.New(Samples.Now.AddDays(1)))).IsFirst);
    }

    [Fact]
    public async Task Forgetting_is_bounded_and_begins_with_the_oldest()
    {
        for (var i = 0; i < 130; i++) await UseAsync($"key-{i}", TaskId.New(Samples.Now.AddSeconds(i)));
        var before = Table.Operations;

        Assert.Equal(120, await ForgetAsync(Samples.Now.AddDays(1), most: 120));

        // One page of rows, and 50 keys in a transaction.
        Assert.Equal(1 + 3, Table.Operations - before);
        Assert.Equal(2 * 10, Table.Rows.Count());
        Assert.False((await UseAsync("key-120", TaskId.New(Samples.Now))).IsFirst);
    }

    [Fact]
    public async Task A_key_that_is_new_again_is_not_forgotten_for_its_former_age()
    {
        await UseAsync("key", TaskId.New(Samples.Now));
        var pauses = 0;
        Table.Pause = async () =>
        {
            // Between reading what is old and removing it, another run was faster and the key was used anew.
            if (++pauses != 2) return;
            Table.Pause = () => Task.CompletedTask;
            await ForgetAsync(Samples.Now.AddDays(1));
            await UseAsync("key", TaskId.New(Samples.Now.AddDays(3)));
        };

        await Assert.ThrowsAnyAsync<RequestFailedException>(() => ForgetAsync(Samples.Now.AddDays(1)));

        Assert.False((await UseAsync("key", TaskId.New(Samples.Now.AddDays(3)))).IsFirst);
    }

    private Task<int> ForgetAsync(DateTimeOffset before, int most = 1000)
        => new IdempotencyKeys(_tables).ForgetAsync(Samples.Client, lasting: false, before, most, CancellationToken.None);

    private Task<KeyUse> UseAsync(string key, TaskId id, string fingerprint = "f", string client = Samples.Client)
    {
        Assert.True(HashedKey.TryRead(FrontDoors.Keyed(key), out var read));
        return new IdempotencyKeys(_tables).UseAsync(client, read!, fingerprint, id, CancellationToken.None);
    }
}
