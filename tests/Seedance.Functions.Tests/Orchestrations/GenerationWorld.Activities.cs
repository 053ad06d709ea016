using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Orchestrations;

// The app's own functions, on what stands in for the world.
internal sealed partial class GenerationWorld
{
    private void Register()
    {
        var settings = Samples.As(_options);
        var webhooks = new ProviderWebhooks(settings);
        var links = new BlobReadLinks(new DelegationKeys(_videos, Clock, NullLogger<DelegationKeys>.Instance));
        var videos = new VideoStore(_videos, links, settings, Clock);
        var uploads = new UploadedMedia(new UploadContainer(_videos, settings), links, settings);
        var submit = new SubmitTask(Records, Provider, webhooks, uploads, Meters.Metrics, Clock, NullLogger<SubmitTask>.Instance);
        var poll = new PollTask(Records, Provider, Meters.Metrics, Clock);
        var serverSide = new ServerSideCopy(videos, settings, NullLogger<ServerSideCopy>.Instance);
        var frames = new LastFrameCopier(Web, videos, settings, Clock, NullLogger<LastFrameCopier>.Instance);
        var copier = new VideoCopier(Web, videos, serverSide, settings, Clock);
        var store = new StoreVideo(Records, Provider, videos, copier, frames, new VideoRemoval(Records, videos, Clock), Clock);
        var late = new RecordLateVideo(Records, videos, Meters.Metrics, Clock);
        var deliver = new DeliverCallback(
            Records,
            new CallbackMessage(new TaskResponses(new VideoLinks(settings)), new ClientDirectory(settings)),
            new CallbackSender(Web, Clock),
            new Deliveries(_troubled),
            Meters.Metrics,
            Clock,
            NullLogger<DeliverCallback>.Instance);
        var publish = new PublishOutcome(Records, Topic.Topic, NullLogger<PublishOutcome>.Instance);
        Engine
            .Orchestrator(nameof(GenerateBatch), GenerateBatch.RunAsync)
            .Orchestrator(nameof(GenerateVideo), GenerateVideo.RunAsync)
            .Orchestrator(nameof(NotifyCaller), NotifyCaller.RunAsync);
        Activity<SubmitInput, SubmitResult>(nameof(SubmitTask), input => submit.RunAsync(input, CancellationToken.None));
        Activity<PollInput, PollResult>(nameof(PollTask), input => poll.RunAsync(input, CancellationToken.None));
        Activity<TaskReference, StoreResult>(nameof(StoreVideo), input => store.RunAsync(input, CancellationToken.None));
        Activity<RecordInput>(nameof(RecordOutcome), input =>
            // Budgets remember what they have written; a process that has died remembers nothing.
            new RecordOutcome(Records, videos, NewBudgets(_troubled), Meters.Metrics, Clock, NullLogger<RecordOutcome>.Instance)
                .RunAsync(input, CancellationToken.None));
        Activity<LateVideo>(nameof(RecordLateVideo), input => late.RunAsync(input, CancellationToken.None));
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
