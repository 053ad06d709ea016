using Seedance.Functions.Activities;
using Seedance.Functions.Api;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>What was done when a callback was asked for again.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="WebhookId">The message's <c>webhook-id</c>: the same as in earlier attempts.</param>
/// <param name="Action"><c>started</c>, <c>hastened</c> or <c>under_way</c>.</param>
/// <param name="Message">The same for people.</param>
public sealed record ResendResponse(string TaskId, string WebhookId, string Action, string Message)
{
    internal static ResendResponse Of(TaskRecord record, ResendOutcome outcome)
    {
        var (action, message) = WordsOf(outcome);
        return new ResendResponse(record.Id.ToString(), CallbackMessage.IdOf(record), action, message);
    }

    internal static (string Action, string Message) WordsOf(ResendOutcome outcome) => outcome switch
    {
        ResendOutcome.Started => ("started", "The callback is sent again now, and for a day until it is taken."),
        ResendOutcome.Hastened => ("hastened", "Earlier attempts are still under way; the next one is made now."),
        ResendOutcome.UnderWay => ("under_way", "Attempts are under way already; nothing was added to them."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome that is no success."),
    };
}
