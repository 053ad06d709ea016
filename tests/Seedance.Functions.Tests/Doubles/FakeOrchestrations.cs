using Microsoft.DurableTask;

namespace Seedance.Functions.Tests.Doubles;

internal sealed class FakeOrchestrations
{
    private readonly Mock<DurableTaskClient> _client = new(MockBehavior.Strict, "test");

    public FakeOrchestrations()
    {
        _client
            .Setup(client => client.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .Returns((TaskName name, object? input, StartOrchestrationOptions? options, CancellationToken _) =>
            {
                OnSchedule();
                var id = options!.InstanceId!;
                lock (_client)
                {
                    if (input is BatchInput batch) ScheduledBatches.Add((name.Name, batch, id));
                    else if (input is Notification told) ScheduledNotifications.Add((name.Name, told, id));
                    else Scheduled.Add((name.Name, (GenerationInput)input!, id));
                }
                return Task.FromResult(id);
            });
        _client
            .Setup(client => client.RaiseEventAsync(
                It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
            .Returns((string instance, string name, object? payload, CancellationToken _) =>
            {
                OnRaise();
                Raised.Add((instance, name, payload));
                return Task.CompletedTask;
            });
        _client
            .Setup(client => client.GetInstanceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string instance, CancellationToken _) => Find(instance));
        _client
            .Setup(client => client.GetInstanceAsync(It.IsAny<string>(), It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string instance, bool _, CancellationToken _) => Find(instance));
    }

    public Dictionary<string, OrchestrationRuntimeStatus> Instances { get; } = [];
    public DurableTaskClient Client => _client.Object;
    public List<(string Name, GenerationInput Input, string? InstanceId)> Scheduled { get; } = [];
    public List<(string Name, BatchInput Input, string? InstanceId)> ScheduledBatches { get; } = [];
    public List<(string Name, Notification Input, string? InstanceId)> ScheduledNotifications { get; } = [];
    public List<(string InstanceId, string Name, object? Payload)> Raised { get; } = [];
    public Action OnSchedule { get; set; } = () => { };
    public Action OnRaise { get; set; } = () => { };

    private OrchestrationMetadata? Find(string instance) => Instances.TryGetValue(instance, out var status)
        ? new OrchestrationMetadata(nameof(GenerateVideo), instance) { RuntimeStatus = status }
        : null;
}
