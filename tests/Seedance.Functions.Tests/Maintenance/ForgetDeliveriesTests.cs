using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Maintenance;

public class ForgetDeliveriesTests
{
    private readonly FakeService _service = new();

    [Theory]
    [InlineData(29, 1)]
    [InlineData(31, 0)]
    public async Task Attempts_are_kept_for_thirty_days(int days, int left)
    {
        await RecordAsync(TaskId.New(Samples.Now), 1);
        _service.Time.Advance(TimeSpan.FromDays(days));

        await RunAsync();

        Assert.Equal(left, _service.DeliveryTable.Rows.Count());
    }

    [Fact]
    public async Task How_long_is_a_setting()
    {
        _service.Options.Callbacks.KeepDeliveriesDays = 2;
        await RecordAsync(TaskId.New(Samples.Now), 1);
        _service.Time.Advance(TimeSpan.FromDays(2.1));

        await RunAsync();

        Assert.Empty(_service.DeliveryTable.Rows);
    }

    [Fact]
    public async Task What_an_old_task_was_sent_only_just_now_is_kept()
    {
        var id = TaskId.New(Samples.Now);
        await RecordAsync(id, 1);
        _service.Time.Advance(TimeSpan.FromDays(31));
        await _service.Deliveries.TryClaimRoundAsync(Samples.Client, id, 1, _service.Time.GetUtcNow(), CancellationToken.None);
        await RecordAsync(id, 2);

        await RunAsync();

        Assert.Equal(2, _service.DeliveryTable.Rows.Count());
        Assert.Equal(2, Assert.Single((await _service.Deliveries.ReadAsync(Samples.Client, id, 10, CancellationToken.None)).Newest).Attempt);
    }

    [Fact]
    public async Task Many_are_removed_a_hundred_at_a_time()
    {
        for (var attempt = 1; attempt <= 250; attempt++) await RecordAsync(TaskId.New(Samples.Now), attempt);
        _service.Time.Advance(TimeSpan.FromDays(40));

        await RunAsync();

        Assert.Empty(_service.DeliveryTable.Rows);
    }

    private Task RecordAsync(TaskId id, int attempt) => _service.Deliveries.RecordAsync(
        new Delivery(
            Samples.Client, id, 0, attempt, $"msg_{id}_completed", _service.Time.GetUtcNow(), DeliveryOutcome.Rejected, 500, TimeSpan.FromMilliseconds(3)),
        CancellationToken.None);

    private Task RunAsync() => new ForgetDeliveries(
        _service.Deliveries, _service.Get<ClientDirectory>(), Samples.As(_service.Options), _service.Time, NullLogger<ForgetDeliveries>.Instance)
        .RunAsync(new TimerInfo(), CancellationToken.None);
}
