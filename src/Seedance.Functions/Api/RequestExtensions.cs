using System.Buffers;
using System.Buffers.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;
using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

internal static class RequestExtensions
{
    /// <summary>The limit of a create or an estimate: media comes as URLs, never inside the body.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    private const int TagBytes = 16;

    /// <exception cref="ApiException">401: no key, or an unknown one.</exception>
    public static Client Client(this HttpRequest request)
        => request.HttpContext.Features.Get<Client>() ?? throw ApiException.InvalidKey();

    /// <exception cref="ApiException">401; 404 when the client has no such task.</exception>
    public static Task<TaskRecord> FindTaskAsync(
        this HttpRequest request, TaskRecords records, string id, CancellationToken cancellationToken)
        => records.FindAsync(request.Client().Name, id, cancellationToken);

    /// <exception cref="ApiException">404 when the client has no such task.</exception>
    public static async Task<TaskRecord> FindAsync(this TaskRecords records, string client, string id, CancellationToken cancellationToken)
        => TaskId.TryParse(id, out var taskId) && await records.FindAsync(client, taskId, cancellationToken) is { } record
            ? record
            : throw ApiException.TaskNotFound();

    /// <summary>Starts what the body of a create asks for, or finds what an earlier request with its idempotency key started.</summary>
    /// <returns>The task, and remarks on the request that did not stop it; null when there are none.</returns>
    /// <exception cref="ApiException">400, 401, 402, 413, 422 or 503; nothing was started.</exception>
    public static async Task<(TaskRecord Record, IReadOnlyList<string>? Warnings)> CreateAsync(
        this HttpRequest request,
        TaskAdmission admission,
        RequestFormat format,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var client = request.Client();
        var body = await request.ReadBodyAsync(cancellationToken);
        IReadOnlyList<RequestViolation> others = request.TryReadKey(out var key) ? [] : [IdempotencyKey.Violation];
        var origin = new RequestOrigin(request.ReachedAt());
        var admitted = await admission.AdmitAsync(
            orchestrations, client, admission.Read(format, body, others), key, origin, cancellationToken);
        if (admitted.Replayed) request.MarkReplayed();
        return (admitted.Record, admitted.Warnings is { Count: > 0 } warnings ? warnings : null);
    }

    /// <summary>Reads the header <c>Idempotency-Key</c>, however it is spelled; null when the request has none.</summary>
    /// <returns>False when there is a key that is not well formed, or more than one.</returns>
    public static bool TryReadKey(this HttpRequest request, out HashedKey? key)
    {
        key = null;
        var (values, others) = (request.Headers[IdempotencyKey.Header], request.Headers[IdempotencyKey.OtherHeader]);
        if (values.Count == 0 && others.Count == 0) return true;
        string?[] named = [.. values.Concat(others).Distinct()];
        if (values.Count > 1 || named is not [{ } value] || !IdempotencyKey.TryParse(value, out var text)) return false;
        key = HashedKey.OfCaller(text);
        return true;
    }

    /// <summary>Tells the caller that an earlier request with its idempotency key started what the response shows.</summary>
    public static void MarkReplayed(this HttpRequest request) => request.HttpContext.Response.Headers["Idempotency-Replayed"] = "true";

    /// <summary>The address that the caller has reached: that of Azure's front end or of the host, not this process's own.</summary>
    public static Uri ReachedAt(this HttpRequest request) => new(UriHelper.BuildAbsolute(request.Scheme, request.Host));

    /// <summary>The body of a create or an estimate.</summary>
    /// <exception cref="ApiException">413.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(this HttpRequest request, CancellationToken cancellationToken)
        => await request.ReadBodyAsync(MaxBodyBytes, cancellationToken)
            ?? throw ApiException.TooLarge("request body", $"{MaxBodyBytes / 1024} KB");

    /// <summary>The body, read no further than is allowed; null when it is larger.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(
        this HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes) return null;
        var body = new ArrayBufferWriter<byte>(4096);
        while (await request.Body.ReadAsync(body.GetMemory(4096), cancellationToken) is > 0 and var read)
        {
            body.Advance(read);
            if (body.WrittenCount > maxBytes) return null;
        }
        // Some clients start their JSON with a byte order mark.
        return body.WrittenSpan.StartsWith("\uFEFF"u8) ? body.WrittenMemory[3..] : body.WrittenMemory;
    }

    /// <inheritdoc cref="JsonWithTag(HttpRequest, byte[])" />
    public static IResult JsonWithTag<T>(this HttpRequest request, T value, JsonTypeInfo<T> type)
        => request.JsonWithTag(JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>200 with an <c>ETag</c> that is a hash of the body; 304 without a body where <c>If-None-Match</c> names it.</summary>
    public static IResult JsonWithTag(this HttpRequest request, byte[] json)
    {
        // A cache may keep it for its own client, and must ask again each time.
        request.HttpContext.Response.Headers.CacheControl = "private, no-cache";
        var tag = Base64Url.EncodeToString(SHA256.HashData(json).AsSpan(..TagBytes));
        return Results.Bytes(json, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }
}

/// <summary>
/// Tells callers when to ask again, by the schedule that the service itself follows. Without webhooks nothing changes before the next
/// poll; with them it can at any time, so that the intervals are those of a service that has just polled.
/// </summary>
public sealed class RetryAfter(IOptions<SeedanceOptions> options, ProviderWebhooks webhooks, TimeProvider time)
{
    /// <summary>Adds <c>Retry-After</c>, in seconds, to a response about a task that has not ended.</summary>
    public void AddTo(HttpResponse response, TaskRecord record)
    {
        if (record.IsTerminal) return;
        var seconds = Math.Max(1, (int)Math.Ceiling(DelayFor(record).TotalSeconds));
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    private TimeSpan DelayFor(TaskRecord record)
    {
        var now = time.GetUtcNow();
        var plan = WaitingPlan.From(options.Value.Waiting, webhooksOn: false);
        // What comes before the provider's work, and after it, takes seconds and follows no schedule.
        if (record.Stage is not (TaskStage.Waiting or TaskStage.Reconciling or TaskStage.Settling)) return plan.Poll;

        var submittedAt = record.SubmittedAt ?? record.CreatedAt;
        var from = webhooks.AreOn ? now : record.LastPolledAt ?? submittedAt;
        var state = new WaitingState { ProviderTaskId = record.ProviderTaskId ?? "", SubmittedAt = submittedAt };
        return from + PollSchedule.Next(plan, state, record.Id.ToString(), from) - now;
    }
}
