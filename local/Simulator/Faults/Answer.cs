using System.Text;
using System.Text.Json.Nodes;
using Seedance.Simulator.Journal;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Faults;

/// <summary>Writes a provider's answer, or what a fault makes of it.</summary>
internal static class Answer
{
    public const string HtmlPage =
        "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";

    public static void Drop(HttpContext context)
    {
        context.Journal().Dropped = true;
        context.Abort();
    }

    public static async Task RefuseAsync(HttpContext context, IProviderContract contract, ProviderError error)
    {
        var (status, body) = contract.ErrorBody(error, null);
        await WriteAsync(context, status, body, FaultSet.None);
    }

    public static async Task WriteAsync(HttpContext context, int status, JsonNode body, FaultSet faults)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (faults.Has(FaultCatalogue.Html, out var html))
        {
            response.StatusCode = (int)html.Long("status", 200);
            response.ContentType = "text/html; charset=utf-8";
            bytes = Encoding.UTF8.GetBytes(HtmlPage);
        }
        else if (faults.Has(FaultCatalogue.Empty, out var empty))
        {
            response.StatusCode = (int)empty.Long("status", 200);
            bytes = [];
        }
        else if (faults.Has(FaultCatalogue.MalformedJson))
        {
            bytes = bytes[..(bytes.Length / 2)];
        }

        response.ContentLength = bytes.Length;
        if (faults.Has(FaultCatalogue.Truncated, out var truncated))
            bytes = bytes[..(int)Math.Min(truncated.Long("bytes", bytes.Length / 2), bytes.Length)];
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
