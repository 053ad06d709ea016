using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>
/// The 202 pattern that Logic Apps, Data Factory and Durable's <c>CallHttp</c> follow by themselves: every 202 says where to ask
/// (an absolute URL, since not all of them resolve a relative one) and when.
/// </summary>
public sealed class AsyncPattern(RetryAfter retryAfter)
{
    private const string RespondAsync = "respond-async";

    /// <summary>True when the caller prefers an answer at once over one when it is done (RFC 7240).</summary>
    public static bool IsPreferred(HttpRequestData request)
        => request.Headers.TryGetValues("Prefer", out var values)
            && values.SelectMany(value => value.Split(','))
                .Any(preference => preference.Split(';')[0].Trim().Equals(RespondAsync, StringComparison.OrdinalIgnoreCase));

    /// <summary>Confirms that the preference was followed.</summary>
    public static void Confirm(HttpResponseData response) => response.Headers.Add("Preference-Applied", RespondAsync);

    /// <summary>Adds <c>Location</c> and <c>Retry-After</c> to a 202.</summary>
    public void Describe(HttpResponseData response, TaskRecord record)
    {
        response.Headers.Add("Location", $"{record.LinkBase}/v1/operations/{record.Id}");
        retryAfter.AddTo(response, record);
    }
}
