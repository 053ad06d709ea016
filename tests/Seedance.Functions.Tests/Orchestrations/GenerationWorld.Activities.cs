
namespace Seedance.Functions.Tests.Orchestrations;

// The app's own functions, on what stands in for the world.
internal sealed partial class GenerationWorld
{
    private void Register()
    {
        var (submit, poll, store) = (Create<SubmitTask>(), Create<PollTask>(), Create<StoreVideo>());
        var (deliver, publish) = (Create<DeliverCallback>(), Create<PublishOutcome>());
        Engine
            .Orchestrator(nameof(GenerateBatch), GenerateBatch.RunAsync)
            .Orchestrator(nameof(GenerateVideo), GenerateVideo.RunAsync)
            .Orchestrator(nameof(NotifyCaller), NotifyCaller.RunAsync);
        Activity<SubmitInput, SubmitResult>(nameof(SubmitTask), input => submit.RunAsync(input, CancellationToken.None));
        Activity<PollInput, PollResult>(nameof(PollTask), input => poll.RunAsync(input, CancellationToken.None));
        Activity<TaskReference, StoreResult>(nameof(StoreVideo), input => store.RunAsync(input, CancellationToken.None));
        Activity<RecordInput>(nameof(RecordOutcome), input =>
            // Budgets remember what they have written; a process that has died remembers nothing.
            Create<RecordOutcome>(Create<ClientBudgets>()).RunAsync(input, CancellationToken.None));
        Activity<TaskReference>(nameof(PublishOutcome), input => publish.RunAsync(input, CancellationToken.None));
        Activity<DeliveryAttempt, DeliveryResult>(nameof(DeliverCallback), input => deliver.RunAsync(input, CancellationToken.None));
    }

    private void Activity<TInput>(string name, Func<TInput, Task> run) => Activity<TInput, object?>(name, async input =>
    {
        await run(input);
        return null;
    });

    private void Activity<TInput, TOutput>(string name, Func<TInput, Task<TOutput>> run)
        => Engine.Activity<TInput, TOutput>(name, input => Deliveries.RunAsync(() => run(input)));
}
