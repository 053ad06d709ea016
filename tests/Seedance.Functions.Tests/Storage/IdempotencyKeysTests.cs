namespace Seedance.Functions.Tests.Storage;

public class IdempotencyKeysTests
{
    private readonly FakeService _service = new();

    private ObservedTable Table => _service.Tables.GetTableClient(IdempotencyKeys.TableName);

    [Fact]
    public async Task A_key_of_a_client_stands_for_the_first_task_also_when_the_response_was_lost()
    {
        var first = TaskId.New(Samples.Now);

        Assert.Equal(new KeyUse(first, "f", IsFirst: true), await UseAsync("key", first));
        Assert.Equal(new KeyUse(first, "f", IsFirst: false), await UseAsync("key", TaskId.New(Samples.Now), "other"));
        Assert.True((await UseAsync("key", first)).IsFirst);
        Assert.True((await UseAsync("key", TaskId.New(Samples.Now), client: "stranger")).IsFirst);
    }

    [Fact]
    public async Task A_key_that_is_new_again_is_not_deleted_for_its_former_age()
    {
        await UseAsync("key", TaskId.New(Samples.Now));
        var pauses = 0;
        Table.Pause = async () =>
        {
            // Between the read and the delete another run was faster, and the key was used anew.
            if (++pauses != 2) return;
            Table.Pause = () => Task.CompletedTask;
            await DeleteAsync(Samples.Now.AddDays(1));
            await UseAsync("key", TaskId.New(Samples.Now.AddDays(3)));
        };

        await Assert.ThrowsAnyAsync<RequestFailedException>(() => DeleteAsync(Samples.Now.AddDays(1)));

        Assert.False((await UseAsync("key", TaskId.New(Samples.Now.AddDays(3)))).IsFirst);
    }

    private Task<int> DeleteAsync(DateTimeOffset before, int max = 1000)
        => _service.Get<IdempotencyKeys>().DeleteExpiredAsync(Samples.Client, lasting: false, before, max, CancellationToken.None);

    private Task<KeyUse> UseAsync(string key, TaskId id, string fingerprint = "f", string client = Samples.Client)
        => _service.Get<IdempotencyKeys>().UseAsync(client, HashedKey.OfCaller(key), fingerprint, id, CancellationToken.None);
}
