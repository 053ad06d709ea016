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
/// </summary>
internal sealed partial class EventGridWebhook(FunctionCatalog functions, FunctionInvoker invoker, ILogger<EventGridWebhook> logger)
{
    public void MapTo(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/runtime/webhooks/EventGrid", [HttpMethods.Post, HttpMethods.Options], (RequestDelegate)AnswerAsync);

    private async Task AnswerAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        var name = request.Query["functionName"].ToString();
        if (functions.Find<EventGridTriggerAttribute>(name) is not { } function)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            await response.WriteAsync($"cannot find function: '{name}'", http.RequestAborted);
        }
        else if (HttpMethods.IsOptions(request.Method))
        {
            // CloudEvents, HTTP 1.1 Web Hooks for Event Delivery, section 4: validation.
            response.Headers["WebHook-Allowed-Origin"] = request.Headers["WebHook-Request-Origin"];
            response.Headers["WebHook-Allowed-Rate"] = "*";
        }
        else
        {
            try
            {
                using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: http.RequestAborted);
                switch (request.Headers["aeg-event-type"].ToString().ToUpperInvariant())
                {
                    case "SUBSCRIPTIONVALIDATION":
                        await ValidateAsync(body.RootElement, response);
                        break;
                    case "NOTIFICATION":
                        response.StatusCode = await DeliverAsync(function, body.RootElement, http.RequestAborted);
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
                response.StatusCode = StatusCodes.Status400BadRequest;
            }
        }
    }

    private static async Task ValidateAsync(JsonElement body, HttpResponse response)
    {
        var data = (body.ValueKind == JsonValueKind.Array ? body.EnumerateArray().First() : body).GetProperty("data");

        // A CloudEvents subscription is validated with data that is JSON in a string.
        using var inner = data.ValueKind == JsonValueKind.String ? JsonDocument.Parse(data.GetString()!) : null;
        var code = (inner?.RootElement ?? data).GetProperty("validationCode").GetString();
        await response.WriteAsJsonAsync(new { validationResponse = code });
    }

    private async Task<int> DeliverAsync(FunctionMethod function, JsonElement body, CancellationToken cancellationToken)
    {
        JsonElement[] events = body.ValueKind == JsonValueKind.Array ? [.. body.EnumerateArray()] : [body];
        if (events.Any(element => element.ValueKind != JsonValueKind.Object))
        {
            throw new JsonException("Neither an event nor an array of events.");
        }

        var type = function.TriggerType;
        object[] runs = type.IsArray ? [ParseAll(events, type.GetElementType()!)] : [.. events.Select(e => Parse(e, type))];
        var outcomes = await Task.WhenAll(runs.Select(value => RunAsync(function, value, cancellationToken)));
        return outcomes.All(succeeded => succeeded) ? StatusCodes.Status202Accepted : StatusCodes.Status500InternalServerError;
    }

    private async Task<bool> RunAsync(FunctionMethod function, object value, CancellationToken cancellationToken)
    {
        try
        {
            await invoker.InvokeAsync(function, _ => value, ImmutableDictionary<string, object?>.Empty, cancellationToken);
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
