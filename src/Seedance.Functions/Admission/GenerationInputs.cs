using Seedance.Functions.Activities;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Admission;

/// <summary>Makes the input of a task's orchestration: the settings of now, and how far the record says it has come.</summary>
public sealed class GenerationInputs(ProviderWebhooks webhooks, IOptions<SeedanceOptions> options)
{
    /// <summary>The input for a new task, or for one whose orchestration must begin again.</summary>
    public GenerationInput For(TaskRecord record) => new()
    {
        Task = new TaskReference(record.Client, record.Id),
        NotifiesCaller = record.CallbackUrl is not null,
        PublishesEvents = options.Value.Events.TopicEndpoint is { Length: > 0 },
        KeepsVideoAfterCancel = options.Value.KeepVideosAfterCancel,
        Waiting = WaitingPlan.From(options.Value.Waiting, webhooks.AreOn),
        FirstAttempt = Math.Max(1, record.SubmitAttempt),
        Resumed = record.ProviderTaskId is { } known
            ? new WaitingState { ProviderTaskId = known, SubmittedAt = record.SubmittedAt ?? record.CreatedAt }
            : null,
    };

    /// <summary>The input for storing the video of a failed task that the provider has finished: for an hour or so, from now.</summary>
    public GenerationInput ForRecovery(TaskRecord record, DateTimeOffset now)
    {
        var input = For(record);
        return input with
        {
            Waiting = input.Waiting with { GiveUp = input.Waiting.NotAVideo },
            Resumed = new WaitingState { ProviderTaskId = record.ProviderTaskId!, SubmittedAt = now, Finished = true },
        };
    }
}
