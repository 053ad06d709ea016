using Azure.Messaging.EventGrid;
using Azure.Messaging;

namespace Seedance.Functions.Activities;

/// <summary>The Event Grid topic that events are published to, where one is configured.</summary>
/// <param name="publisher">Publishes to it; null when there is none.</param>
public sealed class EventTopic(EventGridPublisherClient? publisher)
{
    /// <summary>Publishes one event. The topic has it when this returns without an exception.</summary>
    /// <returns>False when there is no topic.</returns>
    public async Task<bool> PublishAsync(CloudEvent message, CancellationToken cancellationToken)
    {
        if (publisher is null) return false;
        await publisher.SendEventAsync(message, cancellationToken);
        return true;
    }
}
