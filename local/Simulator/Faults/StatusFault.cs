using System.Text.Json.Nodes;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Faults;

internal static class StatusFault
{
    public static async Task WriteAsync(HttpContext context, IProviderContract contract, Fault? fault, FaultSet faults)
    {
        if (fault?.Text("retryAfter") is { } retryAfter)
            context.Response.Headers.RetryAfter = retryAfter.Replace('_', ' ');
        var (status, body) = fault is null
            ? (StatusCodes.Status200OK, new JsonObject())
            : contract.ErrorBody(
                new ProviderError((int)fault.Long("status", 500), fault.Text("code"), fault.Text("message")),
                fault.Text("shape"));
        await Answer.WriteAsync(context, status, body, faults);
    }
}
