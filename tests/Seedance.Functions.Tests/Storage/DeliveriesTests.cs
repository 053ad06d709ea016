using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class DeliveriesTests
{
    private readonly FakeService _service = new();

    [Fact]
    public async Task Expired_attempts_are_deleted_of_one_client_and_newer_ones_at_old_tasks_stay()
    {
        var old = TaskId.New(Samples.Now);
        // More than fit into one transaction.
        for (var attempt = 1; attempt <= 110; attempt++) await RecordAsync(old, attempt, Samples.Now);
        await RecordAsync(old, 111, Samples.Now.AddDays(31));
        await RecordAsync(TaskId.New(Samples.Now.AddDays(3)), 1, Samples.Now.AddDays(3));
        await RecordAsync(old, 1, Samples.Now, "other");

        Assert.Equal(110, await _service.Deliveries.DeleteExpiredAsync(Samples.Client, Samples.Now.AddDays(1), CancellationToken.None));

        Assert.Equal(3, _service.DeliveryTable.Rows.Count());
        Assert.Equal(111, Assert.Single(await _service.Deliveries.FindAsync(Samples.Client, old, 10, CancellationToken.None)).Attempt);
    }

    private Task RecordAsync(TaskId id, int attempt, DateTimeOffset at, string client = Samples.Client)
        => _service.Deliveries.RecordAsync(
            new Delivery(client, id, attempt, $"msg_{id}_completed", at, DeliveryOutcome.Rejected, 500, TimeSpan.FromMilliseconds(3)),
            CancellationToken.None);
}
