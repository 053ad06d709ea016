using System.Text;
using System.Text.Json.Nodes;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Providers;

namespace Seedance.Simulator;

/// <summary>Writes what a provider responds, or what a fault makes of it.</summary>
internal static class Responses
{
    public const string Html = "text/html; charset=utf-8";

    public const string HtmlPage =
        "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";

    public static void Drop(HttpContext context)
    {
        context.Journal().Dropped = true;
        context.Abort();
    }

    public static Task RefuseAsync(HttpContext context, IProvider provider, ProviderError error)
    {
        var (status, body) = provider.ErrorBody(error, null);
        return WriteAsync(context, status, body, FaultSet.None);
    }

    /// <summary>The error that a status fault asks for. Without one, the body is what an HTML or empty fault makes of it.</summary>
    public static Task FailAsync(HttpContext context, IProvider provider, FaultSet faults)
    {
        if (!faults.Has(FaultKind.Status, out var fault))
            return WriteAsync(context, StatusCodes.Status200OK, new JsonObject(), faults);
        if (fault.Word("retryAfter") is { } retryAfter)
            context.Response.Headers.RetryAfter = retryAfter;
        var error = new ProviderError((int)fault.Number("status", 500), fault.Word("code"), fault.Word("message"));
        var (status, body) = provider.ErrorBody(error, fault.Word("shape"));
        return WriteAsync(context, status, body, faults);
    }

    public static Task WriteAsync(HttpContext context, int status, JsonNode body, FaultSet faults)
    {
        if (faults.Has(FaultKind.Html, out var html))
            return WriteAsync(context, (int)html.Number("status", 200), Html, HtmlPage, faults);
        if (faults.Has(FaultKind.Empty, out var empty))
            return WriteAsync(context, (int)empty.Number("status", 200), "application/json", "", faults);
        return WriteAsync(context, status, "application/json", Text(body, faults), faults);
    }

    public static async Task WriteAsync(HttpContext context, int status, string type, string text, FaultSet faults)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        var sent = faults.Has(FaultKind.Truncated, out var truncated)
            ? (int)Math.Min(truncated.Number("bytes", bytes.Length / 2), bytes.Length)
            : bytes.Length;
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, sent), context.RequestAborted);
    }

    /// <summary>JSON, unless it is to be malformed.</summary>
    public static string Text(JsonNode body, FaultSet faults)
    {
        var text = body.ToJsonString();
        return faults.Has(FaultKind.MalformedJson) ? text[..(text.Length / 2)] : text;
    }
}
