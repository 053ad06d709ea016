using System.Buffers;
using Microsoft.AspNetCore.Http.Extensions;
using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>What functions ask of a request.</summary>
internal static class RequestExtensions
{
    /// <summary>Create and estimate requests hold at most 256 KB: media comes as URLs, never inside the body.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    /// <summary>Who is calling.</summary>
    /// <exception cref="ApiException">No key, or an unknown one: 401.</exception>
    public static Client Client(this HttpRequest request)
        => request.HttpContext.Features.Get<Client>() ?? throw ApiException.Unauthorized();

    /// <summary>The task of that id.</summary>
    /// <exception cref="ApiException">The client has no such task: 404.</exception>
    public static Task<TaskRecord> FindTaskAsync(
        this HttpRequest request, TaskRecords records, string id, CancellationToken cancellationToken)
        => FindTaskAsync(records, request.Client().Name, id, cancellationToken);

    /// <summary>The client's task of that id.</summary>
    /// <exception cref="ApiException">The client has no such task: 404.</exception>
    public static async Task<TaskRecord> FindTaskAsync(
        TaskRecords records, string client, string id, CancellationToken cancellationToken)
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
        var body = await request.ReadBodyAsync(MaxBodyBytes, cancellationToken) ?? throw ApiException.BodyTooLarge();
        var read = request.TryReadKey(out var key) ? admission.Read(format, body) : admission.Read(format, body, IdempotencyKey.Violation);
        var admitted = await admission.AdmitAsync(orchestrations, client, read, key, new RequestOrigin(request.ReachedAt()), cancellationToken);
        if (admitted.Replayed) request.MarkReplayed();
        return (admitted.Record, admitted.Warnings is { Count: > 0 } warnings ? warnings : null);
    }

    /// <summary>Reads the header <c>Idempotency-Key</c>.</summary>
    /// <param name="key">The key, or null when the request has none.</param>
    /// <returns>False when there is a key that is not well formed, or more than one.</returns>
    public static bool TryReadKey(this HttpRequest request, out HashedKey? key)
    {
        key = null;
        var values = request.Headers[IdempotencyKey.Header];
        if (values.Count == 0) return true;
        if (values is not [{ } value] || !IdempotencyKey.TryParse(value, out var text)) return false;
        key = HashedKey.OfCaller(text);
        return true;
    }

    /// <summary>Tells the caller that an earlier request with its idempotency key started what the response shows.</summary>
    public static void MarkReplayed(this HttpRequest request) => request.HttpContext.Response.Headers["Idempotency-Replayed"] = "true";

    /// <summary>The address that the caller has reached: that of Azure's front end or of the host, not this process's own.</summary>
    public static Uri ReachedAt(this HttpRequest request) => new(UriHelper.BuildAbsolute(request.Scheme, request.Host));

    /// <summary>The body, read no further than it is allowed; null when it is larger than <paramref name="maxBytes"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(
        this HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes) return null;

        var body = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var read = await request.Body.ReadAsync(body.GetMemory(4096), cancellationToken);
            if (read == 0) return body.WrittenMemory;
            body.Advance(read);
            if (body.WrittenCount > maxBytes) return null;
        }
    }
}
