using Seedance.Functions.Api;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>Sends one message to an address that a caller chose. Of the answer only its status and headers are read.</summary>
public sealed class CallbackSender(IHttpClientFactory httpClients, TimeProvider time)
{
    /// <summary>The name of the guarded HTTP client that delivers.</summary>
    public const string HttpClientName = "callback-delivery";

    /// <summary>EvoLink's contract: a receiver has 10 seconds, connecting included.</summary>
    public static readonly TimeSpan ReceiverTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Sends it once.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; whether it arrived is not known.</exception>
    public async Task<CallbackReply> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var client = httpClients.CreateClient(HttpClientName);
        var began = time.GetTimestamp();
        try
        {
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new CallbackReply(OutcomeOf(response), (int)response.StatusCode, time.GetElapsedTime(began))
            {
                RetryAfter = RetryAfterHeader.Read(response.Headers, time, CallbackSchedule.Patience),
            };
        }
        catch (Exception failure) when (DestinationNotAllowedException.IsCauseOf(failure))
        {
            return new CallbackReply(DeliveryOutcome.NotAllowed, null, time.GetElapsedTime(began));
        }
        catch (HttpRequestException)
        {
            return new CallbackReply(DeliveryOutcome.Unreachable, null, time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CallbackReply(DeliveryOutcome.TimedOut, null, time.GetElapsedTime(began));
        }
    }

    private static DeliveryOutcome OutcomeOf(HttpResponseMessage response)
        => response.IsSuccessStatusCode ? DeliveryOutcome.Delivered
            : response.StatusCode == HttpStatusCode.Gone ? DeliveryOutcome.Gone
            : DeliveryOutcome.Rejected;
}
