using Microsoft.AspNetCore.Authorization;
using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Api;

public sealed partial class Webhooks(
    ProviderWebhooks webhooks,
    VideoProviders providers,
    TaskRecords records,
    SeedanceMetrics metrics,
    TimeProvider time,
    ILogger<Webhooks> logger)
{
    private const int MaxBytes = 64 * 1024;

    // EvoLink gives a webhook 7 seconds.
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A provider says that something happened. The body is a hint and never believed: it only wakes the generation, which asks the
    /// provider itself, and does so too when the body is large, slow or broken. 404 for a forged token, else 200: duplicates and strays do
    /// no harm.
    /// </summary>
    [Function("ReceiveProviderWebhook"), AllowAnonymous]
    public async Task<IResult> ReceiveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/{provider}/{taskId}/{token}")] HttpRequest request,
        string provider, string taskId, string token, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(taskId, out var id) || webhooks.ClientOf(provider, id, token) is not { } client)
        {
            metrics.WebhookReceived(provider, "forged");
            return Results.StatusCode(StatusCodes.Status404NotFound);
        }
        using var span = Tracing.StartWebhook(provider, id);
        try
        {
            var named = await ReadTaskIdAsync(request, providers.Get(provider), cancellationToken);
            await orchestrations.RaiseEventAsync(id.ToString(), GenerationSignals.ProviderCallback, named, CancellationToken.None)
                .WaitAsync(TaskAdmission.TaskHubTimeout, CancellationToken.None);
            metrics.WebhookReceived(provider, "woken");
            LogWoken(taskId, provider);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Unknown, ended, or out of reach: the next poll finds out all the same, and the provider must not be told to try again.
            metrics.WebhookReceived(provider, "nothing_woken");
            LogNotWoken(taskId, provider, failure.Message);
        }
        // Last: waking the generation must not wait for it.
        await Tracing.LinkAsync(span, () => records.FindAsync(client, id, cancellationToken));
        return Results.StatusCode(StatusCodes.Status200OK);
    }

    // Text that was checked: a payload of another shape would fail the whole orchestration.
    private async Task<string> ReadTaskIdAsync(HttpRequest request, IVideoProvider provider, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(BodyTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var body = await request.ReadBodyAsync(MaxBytes, either.Token);
            return (body is null ? null : provider.ReadCallbackTaskId(body.Value)) ?? "";
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            return "";
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Task {TaskId} was woken by {Provider}'s webhook.")]
    private partial void LogWoken(string taskId, string provider);

    [LoggerMessage(2, LogLevel.Information, "A webhook of {Provider} for task {TaskId} reached no orchestration: {Reason}")]
    private partial void LogNotWoken(string taskId, string provider, string reason);
}
