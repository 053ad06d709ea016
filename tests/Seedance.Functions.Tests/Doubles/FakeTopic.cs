using Azure.Core.Pipeline;
using Azure.Messaging.EventGrid;

namespace Seedance.Functions.Tests.Doubles;

internal sealed class FakeTopic
{
    public const string Endpoint = "https://topic.region-1.eventgrid.azure.net/api/events";

    public FakeTopic()
    {
        Web.OnRequest = _ => new HttpResponseMessage(HttpStatusCode.OK);
        var options = new EventGridPublisherClientOptions { Transport = new HttpClientTransport(Web.CreateClient("topic")) };
        options.Retry.MaxRetries = 0;
        Client = new EventGridPublisherClient(new Uri(Endpoint), Samples.Identity, options);
    }

    public FakeWeb Web { get; } = new();
    public EventGridPublisherClient Client { get; }
    public IReadOnlyList<JsonElement> Sent => [.. Web.Bodies.SelectMany(body => JsonSerializer.Deserialize<JsonElement[]>(body)!)];
}
