using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Seedance.Launch;

/// <summary>Delivers events to the app as Event Grid would.</summary>
public static class EventGridEndpoint
{
    public const string Function = "ReceiveUpload";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(5) };

    public static Uri UrlOf(Uri app) => new(app, $"runtime/webhooks/EventGrid?functionName={Function}");

    /// <summary>One delivery: 2xx is taken, anything else makes Event Grid repeat it.</summary>
    public static Task<HttpStatusCode> DeliverAsync(Uri app, params JsonNode[] events) =>
        DeliverAsync(app, new JsonArray([.. events.Select(each => each.DeepClone())]).ToJsonString());

    public static async Task<HttpStatusCode> DeliverAsync(Uri app, string body, CancellationToken cancellationToken = default)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, UrlOf(app)) { Content = content };
        request.Headers.Add("aeg-event-type", "Notification");
        using var answer = await Http.SendAsync(request, cancellationToken);
        return answer.StatusCode;
    }
}
