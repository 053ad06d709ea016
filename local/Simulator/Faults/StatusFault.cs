using System.Text.Json.Nodes;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Faults;

internal static class StatusFault
{
    /// <summary>The error that a fault asks for. Without one, the body is what an HTML or empty fault makes of it.</summary>
    public static async Task WriteAsync(HttpContext context, IProviderContract contract, FaultSet faults)
    {
        if (!faults.Has(FaultCatalogue.Status, out var fault))
        {
            await Answer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject(), faults);
            return;
        }

        if (fault.Text("retryAfter") is { } retryAfter)
            context.Response.Headers.RetryAfter = retryAfter;
        var error = new ProviderError((int)fault.Long("status", 500), fault.Text("code"), fault.Text("message"));
        var (status, body) = contract.ErrorBody(error, fault.Text("shape"));
        await Answer.WriteAsync(context, status, body, faults);
    }
}
