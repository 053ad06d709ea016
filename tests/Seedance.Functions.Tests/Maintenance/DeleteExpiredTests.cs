using Microsoft.Azure.Functions.Worker;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Maintenance;

public class DeleteExpiredTests
{
    private static readonly HashedKey OfCaller = HashedKey.OfCaller("key");
    private static readonly HashedKey OfUpload = HashedKey.Of("upload", "uploads", "studio/photo.png", "0x1", "");

    private readonly FakeService _service = new();

    [Theory]
    [InlineData(1.9, 2, 2, 2)]
    [InlineData(2.1, 1, 2, 2)]
    [InlineData(29.9, 1, 2, 2)]
    [InlineData(30.1, 0, 0, 2)]
    [InlineData(34.9, 0, 0, 2)]
    [InlineData(36.5, 0, 0, 0)]
    [InlineData(42.4, 0, 0, 0)]
    public async Task Rows_are_kept_for_their_time_and_then_deleted(double days, int keys, int deliveries, int budgets)
    {
        await FillAsync();
        _service.Time.Advance(TimeSpan.FromDays(days));

        await RunAsync();

        Assert.Equal((2 * keys, deliveries, budgets), (RowsOf(IdempotencyKeys.TableName), RowsOf(Deliveries.TableName), RowsOf(ClientBudgets.TableName)));
    }

    [Fact]
    public async Task How_long_deliveries_are_kept_is_a_setting()
    {
        _service.Options.Callbacks.KeepDeliveriesDays = 2;
        await FillAsync();
        _service.Time.Advance(TimeSpan.FromDays(2.1));

        await RunAsync();

        Assert.Equal(0, RowsOf(Deliveries.TableName));
    }

    private async Task FillAsync()
    {
        _service.Options.Clients[Samples.Client].DailyCredits = 100;
        var id = TaskId.New(Samples.Now);
        foreach (var key in new[] { OfCaller, OfUpload }) await _service.Get<IdempotencyKeys>().UseAsync(Samples.Client, key, "f", id, CancellationToken.None);
        await _service.Budgets.ReserveAsync(Samples.Client, [(id, new Estimate { PricingVersion = "v", AmountToReserve = 1 })]);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await _service.Deliveries.RecordAsync(
                new Delivery(Samples.Client, id, attempt, "msg", Samples.Now, DeliveryOutcome.Rejected, 500, TimeSpan.Zero), CancellationToken.None);
        }
    }

    private int RowsOf(string table) => _service.Tables.GetTableClient(table).Rows.Count();

    private Task RunAsync() => _service.Create<DeleteExpired>().RunAsync(new TimerInfo(), CancellationToken.None);
}
