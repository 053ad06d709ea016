using System.IO.Compression;
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

    /// <summary>What a fault makes of a request before anything is done for it.</summary>
    /// <returns>Whether that was all.</returns>
    public static async Task<bool> TryEndAsync(HttpContext context, FaultSet faults, TimeProvider time)
    {
        context.Journal().Faults = faults.Names;
        if (faults.Has(FaultKind.Delay, out var delay))
            await Task.Delay(delay.Seconds("seconds", 1), time, context.RequestAborted);
        if (faults.Has(FaultKind.Drop) || faults.Has(FaultKind.DropBefore))
            Drop(context);
        else if (faults.Has(FaultKind.NeedsAgent) && context.Request.Headers.UserAgent.Count == 0)
            await WriteAsync(context, StatusCodes.Status403Forbidden, "text/plain", "error code: 1010", FaultSet.None);
        else
            return false;
        return true;
    }

    public static Task RefuseAsync(HttpContext context, IProvider provider, int status, string? said = null) =>
        WriteAsync(context, status, provider.ErrorBody(status, said), FaultSet.None);

    /// <summary>The error that a status fault asks for. Without one, the body is what another fault makes of it.</summary>
    public static Task FailAsync(HttpContext context, IProvider provider, FaultSet faults)
    {
        if (faults.Has(FaultKind.Body, out var body))
            return WriteAsync(context, body, body.Word("text") ?? "", faults);
        if (!faults.Has(FaultKind.Status, out var fault))
            return WriteAsync(context, StatusCodes.Status200OK, new JsonObject(), faults);
        context.Response.Headers.RetryAfter = fault.Word("retryAfter");
        var status = (int)fault.Number("status", 500);
        return WriteAsync(context, status, provider.ErrorBody(status), faults);
    }

    /// <summary>A body that a fault brings along.</summary>
    public static Task WriteAsync(HttpContext context, Fault body, string text, FaultSet faults)
    {
        context.Response.Headers.RetryAfter = body.Word("retryAfter");
        var type = text.FirstOrDefault() switch { '{' or '[' => "application/json", '<' => Html, _ => "text/plain" };
        return WriteAsync(context, (int)body.Number("status", 200), type, text, faults);
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
        if (faults.Has(FaultKind.Gzip))
        {
            bytes = Zipped(bytes);
            context.Response.Headers.ContentEncoding = "gzip";
        }

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

    private static byte[] Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
            zip.Write(bytes);
        return zipped.ToArray();
    }
}
