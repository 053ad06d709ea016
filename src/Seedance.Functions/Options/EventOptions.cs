namespace Seedance.Functions.Options;

/// <summary>Where the end of a task is made known to the rest of the cloud.</summary>
public sealed class EventOptions
{
    /// <summary>
    /// The endpoint of an Event Grid topic that takes CloudEvents, such as <c>https://name.region-1.eventgrid.azure.net/api/events</c>;
    /// this app's identity needs the role "EventGrid Data Sender" on it. Empty: no events are published.
    /// </summary>
    public string? TopicEndpoint { get; set; }
}
