namespace Seedance.Functions.Tests.Maintenance;

public class DeleteExpiredTests
{
    private static readonly HashedKey OfCaller = HashedKey.OfCaller("key");
    private static readonly HashedKey OfUpload = HashedKey.Of("upload", "uploads", "studio/photo.png", "0x1", "");

    private readonly FakeService _service = new();

    [Theory]
    [InlineData(1.9, 2, 2, 2)]
    [InlineData(2.1, 1, 2, 2)]
    [InlineData(2.1, 1, 0, 2, 2)]
    [InlineData(29.9, 1, 2, 2)]
    [InlineData(30.1, 0, 0, 2)]
    [InlineData(36.5, 0, 0, 0)]
    public async Task Rows_are_kept_for_their_time_and_then_deleted(
        double days, int keys, int deliveries, int budgets, int keepDeliveries = 30)
    {
        _service.Options.Callbacks.KeepDeliveriesDays = keepDeliveries;
        _service.Options.Clients[Samples.Client].DailyCredits = 100;
        var id = TaskId.New(Samples.Now);
        foreach (var key in new[] { OfCaller, OfUpload })
            await _service.Get<IdempotencyKeys>().UseAsync(Samples.Client, key, "f", id, CancellationToken.None);
        await _service.Budgets.ReserveAsync(Samples.Client, [(id, new Estimate { PricingVersion = "v", AmountToReserve = 1 })]);
        await RecordAsync(id, 1, Samples.Now);
        await RecordAsync(id, 2, Samples.Now);
        _service.Time.Advance(TimeSpan.FromDays(days));

        await _service.Create<DeleteExpired>().RunAsync(new TimerInfo(), CancellationToken.None);

        Assert.Equal(
            (2 * keys, deliveries, budgets),
            (RowsOf(IdempotencyKeys.TableName), RowsOf(Deliveries.TableName), RowsOf(ClientBudgets.TableName)));
    }

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

        Assert.Equal(3, RowsOf(Deliveries.TableName));
        Assert.Equal(111, Assert.Single(await _service.Deliveries.FindAsync(Samples.Client, old, 10, CancellationToken.None)).Attempt);
    }

    private Task RecordAsync(TaskId id, int attempt, DateTimeOffset at, string client = Samples.Client) => _service.Deliveries.RecordAsync(
        new Delivery(client, id, attempt, "msg", at, DeliveryOutcome.Rejected, 500, TimeSpan.Zero), CancellationToken.None);

    private int RowsOf(string table) => _service.Tables.GetTableClient(table).Rows.Count();
}
