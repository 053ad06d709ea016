using System.Collections.Immutable;
using System.Text.Json;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Seedance.Emulator.Host.Http;

/// <summary>
/// The endpoint that Event Grid subscriptions deliver to. Anything but success makes Event Grid deliver the whole request again.
/// As at the real host, functions are found by their exact name, each event of a delivery is an invocation of its own unless the
/// function takes arrays, and a delivery that one of them fails, or that cannot be read, is a 500.
/// </summary>
internal sealed partial class EventGridWebhook(FunctionCatalog functions, FunctionInvoker invoker, ILogger<EventGridWebhook> logger)
{
    private const string PublicCloud = "eventgrid.azure.net";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete, HttpMethods.Options];

    private static readonly string[] Origins =
        [PublicCloud, "eventgrid.azure.us", "eventgrid.azure.eaglex.ic.gov", "eventgrid.azure.microsoft.scloud", "eventgrid.azure.cn"];

    public void MapTo(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/runtime/webhooks/EventGrid", Methods, (RequestDelegate)AnswerAsync);

    private async Task AnswerAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        var name = request.Query["functionName"].ToString();
        if (functions.Find<EventGridTriggerAttribute>(name) is not { } function || function.Name != name)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            await response.WriteAsync($"cannot find function: '{name}'", http.RequestAborted);
        }
        else if (HttpMethods.IsOptions(request.Method))
        {
            // CloudEvents, HTTP 1.1 Web Hooks for Event Delivery, section 4: validation.
            var origin = request.Headers["WebHook-Request-Origin"].ToString();
            response.Headers["WebHook-Allowed-Origin"] = Origins.Contains(origin) ? origin : PublicCloud;
        }
        else
        {
            try
            {
                switch (request.Headers["aeg-event-type"].ToString().ToUpperInvariant())
                {
                    case "SUBSCRIPTIONVALIDATION":
                        await ValidateAsync(request, response);
                        break;
                    case "NOTIFICATION":
                        await DeliverAsync(function, request, response);
                        break;
                    case "UNSUBSCRIBE":
                        response.StatusCode = StatusCodes.Status202Accepted;
                        break;
                    default:
                        response.StatusCode = StatusCodes.Status400BadRequest;
                        break;
                }
            }
            catch (Exception malformed)
                when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
            {
                Log.Malformed(logger, malformed, function.Name);
                response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
    }

    private static async Task ValidateAsync(HttpRequest request, HttpResponse response)
    {
        using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        var root = body.RootElement;
        var data = (root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().First() : root).GetProperty("data");

        // A CloudEvents subscription is validated with data that is JSON in a string.
        using var inner = data.ValueKind == JsonValueKind.String ? JsonDocument.Parse(data.GetString()!) : null;
        var code = (inner?.RootElement ?? data).GetProperty("validationCode").GetString();
        response.ContentType = "text/plain; charset=utf-8";
        await response.WriteAsync(JsonSerializer.Serialize(new { validationResponse = code }));
    }

    private async Task DeliverAsync(FunctionMethod function, HttpRequest request, HttpResponse response)
    {
        using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        JsonElement[] events = body.RootElement.ValueKind switch
        {
            JsonValueKind.Array => [.. body.RootElement.EnumerateArray()],
            JsonValueKind.Object => [body.RootElement],
            _ => throw new JsonException("Neither an event nor an array of events."),
        };

        var type = function.TriggerType;
        Func<object>[] values = type.IsArray
            ? [() => ParseAll(events, type.GetElementType()!)]
            : [.. events.Select(element => new Func<object>(() => Parse(element, type)))];

        // Whoever delivers may hang up: what has begun goes on.
        var outcomes = await Task.WhenAll(values.Select(value => RunAsync(function, value)));
        response.StatusCode = StatusCodes.Status202Accepted;
        if (!outcomes.All(succeeded => succeeded))
        {
            response.StatusCode = StatusCodes.Status500InternalServerError;
            await response.WriteAsync($"Exception while executing function: Functions.{function.Name}");
        }
    }

    private async Task<bool> RunAsync(FunctionMethod function, Func<object> value)
    {
        try
        {
            await invoker.InvokeAsync(function, _ => value(), ImmutableDictionary<string, object?>.Empty, CancellationToken.None);
            return true;
        }
#pragma warning disable CA1031 // Whatever the function threw, the delivery failed.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.Failed(logger, failure, function.Name);
            return false;
        }
    }

    private static Array ParseAll(JsonElement[] events, Type type)
    {
        var values = Array.CreateInstance(type, events.Length);
        for (var i = 0; i < events.Length; i++)
        {
            values.SetValue(Parse(events[i], type), i);
        }

        return values;
    }

    private static object Parse(JsonElement element, Type type)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("An event is not an object.");
        }

        var json = element.GetRawText();
        if (type == typeof(EventGridEvent))
        {
            return EventGridEvent.Parse(BinaryData.FromString(json));
        }
        else if (type == typeof(CloudEvent))
        {
            return CloudEvent.Parse(BinaryData.FromString(json)) ?? throw new JsonException("An event is null.");
        }
        else
        {
            return type == typeof(BinaryData) ? BinaryData.FromString(json) : json;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A request for 'Functions.{Function}' holds no Event Grid events")]
        public static partial void Malformed(ILogger logger, Exception malformed, string function);

        [LoggerMessage(Level = LogLevel.Error, Message = "Executed 'Functions.{Function}' (Failed)")]
        public static partial void Failed(ILogger logger, Exception failure, string function);
    }
}
