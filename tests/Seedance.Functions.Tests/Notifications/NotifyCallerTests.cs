using Microsoft.DurableTask;
using Moq;
using Seedance.Functions.Generation;
using Seedance.Functions.Notifications;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Notifications;

public class NotifyCallerTests
{
    private static readonly TaskReference Reference = Samples.ReferenceTo(Samples.Record);

    private readonly Mock<TaskOrchestrationContext> _context = new(MockBehavior.Strict);
    private readonly List<TimeSpan> _sleeps = [];
    private readonly Queue<DeliveryResult> _results = new();
    private DateTime _now = Samples.Now.UtcDateTime;
    private int _deliveries;

    public NotifyCallerTests()
    {
        _context.Setup(context => context.GetInput<TaskReference>()).Returns(Reference);
        _context.Setup(context => context.CurrentUtcDateTime).Returns(() => _now);
        _context.Setup(context => context.CreateTimer(It.IsAny<DateTime>(), CancellationToken.None))
            .Returns((DateTime at, CancellationToken _) =>
            {
                _sleeps.Add(at - _now);
                _now = at;
                return Task.CompletedTask;
            });
        _context
            .Setup(context => context.CallActivityAsync<DeliveryResult>(nameof(DeliverCallback), Reference, It.IsAny<TaskOptions>()))
            .ReturnsAsync(() =>
            {
                _deliveries++;
                return _results.Count > 0 ? _results.Dequeue() : DeliveryResult.TryAgain;
            });
    }

    [Fact]
    public async Task A_caller_that_answers_is_told_at_once_and_once()
    {
        _results.Enqueue(DeliveryResult.Delivered);

        await NotifyCaller.RunAsync(_context.Object);

        Assert.Equal(1, _deliveries);
        Assert.Empty(_sleeps);
    }

    [Fact]
    public async Task A_caller_that_wants_no_more_is_left_alone()
    {
        _results.Enqueue(DeliveryResult.TryAgain);
        _results.Enqueue(DeliveryResult.GivenUp);

        await NotifyCaller.RunAsync(_context.Object);

        Assert.Equal(2, _deliveries);
        Assert.Equal([TimeSpan.FromSeconds(1)], _sleeps);
    }

    [Fact]
    public async Task A_caller_that_never_answers_is_tried_for_about_a_day_and_the_task_does_not_fail()
    {
        await NotifyCaller.RunAsync(_context.Object);

        Assert.Equal(11, _deliveries);
        Assert.Equal([1, 2, 4], _sleeps.Take(3).Select(sleep => sleep.TotalSeconds));
        Assert.Equal(_sleeps.Order(), _sleeps);
        Assert.InRange(_now - Samples.Now.UtcDateTime, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }
}
