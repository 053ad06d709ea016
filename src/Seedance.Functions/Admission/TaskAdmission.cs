using Microsoft.DurableTask;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Admission;

/// <summary>
/// The one way in for requests, over HTTP and from uploads. In this order: the idempotency key stands for a task id, the budget holds the
/// credits, the records are written, and the orchestration is started. Nothing is written before the request is known to be good, and of
/// several requests with one key the insert of the record decides which one starts the task: none waits for another. A single task costs
/// two storage operations, the record and the task hub's own; a key adds one, and a budget two.
/// </summary>
public sealed partial class TaskAdmission(
    RequestReader reader,
    PriceBook prices,
    IdempotencyKeys keys,
    ClientBudgets budgets,
    TaskRecords records,
    BatchRecords batches,
    GenerationInputs inputs,
    ClientDirectory clients,
    SeedanceMetrics metrics,
    IOptions<SeedanceOptions> options,
    TimeProvider time,
    ILogger<TaskAdmission> logger)
{
    /// <summary>How long the task hub may take to accept something; whether it has is not known after that.</summary>
    public static readonly TimeSpan TaskHubTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Whether the provider has an API key here.</summary>
    public bool CanServe(string provider)
        => options.Value.Providers.TryGetValue(provider, out var settings) && settings.Key is not null;

    /// <summary>What links to this service start with: scheme, host and port.</summary>
    public string LinkBaseFor(RequestOrigin origin) => options.Value.PublicBaseUrl is { Length: > 0 } url
        ? url.TrimEnd('/')
        : origin.ReachedAt.GetLeftPart(UriPartial.Authority);

    /// <summary>Reads and validates a body. Any bytes at all give a result, never an exception.</summary>
    /// <param name="others">What is wrong with the request apart from its body.</param>
    public RequestResult Read(RequestFormat format, ReadOnlyMemory<byte> body, params IReadOnlyList<RequestViolation> others)
        => (reader.Read(format, body), others) switch
        {
            (RequestResult.Refused refused, _) => new RequestResult.Refused([.. refused.Violations, .. others]),
            (RequestResult.Accepted, { Count: > 0 }) => new RequestResult.Refused(others),
            var (result, _) => result,
        };

    /// <summary>Admits one request as it was read.</summary>
    /// <exception cref="ApiException">400, 402, 422 or 503; nothing was started.</exception>
    public async Task<Admitted> AdmitAsync(
        DurableTaskClient orchestrations,
        Client client,
        RequestResult result,
        HashedKey? key,
        RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        if (result is RequestResult.Refused refused) throw ApiException.Refused(refused.Violations);
        var (request, remarks) = (RequestResult.Accepted)result;
        var admitted = await AdmitAsync(orchestrations, client, [request], key, origin, concurrency: null, cancellationToken);
        return admitted with { Warnings = [.. remarks, .. admitted.Warnings] };
    }

    /// <summary>Starts what valid requests ask for, all of it or nothing, or finds what an earlier call with the key has started.</summary>
    /// <param name="requests">One; for a batch 1 to <see cref="BatchRecord.MaxTasks"/>.</param>
    /// <param name="concurrency">How many tasks of the batch may run at once; null for a single task, which is no batch.</param>
    /// <param name="cancellationToken">Stops it as long as nothing is recorded.</param>
    /// <exception cref="ApiException">402, 422 or 503; nothing was started.</exception>
    public async Task<Admitted> AdmitAsync(
        DurableTaskClient orchestrations,
        Client client,
        IReadOnlyList<VideoRequest> requests,
        HashedKey? key,
        RequestOrigin origin,
        int? concurrency,
        CancellationToken cancellationToken)
    {
        var unserved = requests.Select(each => each.Provider).FirstOrDefault(provider => !CanServe(provider));
        if (unserved is not null) throw ApiException.ProviderNotConfigured(unserved);
        var isUnsigned = requests.Any(each => each.CallbackUrl is not null) && clients.CallbackSecretsOf(client.Name).Count == 0;
        IReadOnlyList<string> warnings = isUnsigned
            ? [$"callback_url: what is sent there is not signed, since the client '{client.Name}' has no callback secret."]
            : [];
        var now = time.GetUtcNow();
        var seed = TaskId.New(now);
        if (key is not null)
        {
            var fingerprint = key.Fingerprint ?? FingerprintOf(requests, concurrency);
            var use = await keys.UseAsync(client.Name, key, fingerprint, seed, cancellationToken);
            if (use.Fingerprint != fingerprint) throw ApiException.KeyConflict();
            seed = use.TaskId;
            var known = use.IsFirst ? null : await FindAsync(client, seed, concurrency, cancellationToken);
            if (known is not null) return known with { Warnings = warnings };
        }
        cancellationToken.ThrowIfCancellationRequested();

        BatchRecord? batch = null;
        TaskId[] ids = [seed];
        if (concurrency is { } max)
        {
            ids = [.. requests.Select(_ => TaskId.New(now))];
            batch = new BatchRecord(BatchId.Of(seed), client.Name, now, max, ids);
        }
        // A single task that continues under the id of an earlier call shows the time of that id, which is its place in lists.
        var createdAt = ids[0].CreatedAt.ToUnixTimeSeconds() == now.ToUnixTimeSeconds() ? now : ids[0].CreatedAt;
        var priced = requests.Zip(ids, (request, id) => (Id: id, Request: request, Estimate: prices.Price(request, now))).ToList();
        var day = await ReserveAsync(client, [.. priced.Select(each => (each.Id, each.Estimate))]);
        var tasks = priced.Select(each => new TaskRecord
        {
            Id = each.Id,
            Client = client.Name,
            Request = each.Request,
            // Not in the request: what an idempotency key stands for must not change with a setting.
            CallbackUrl = each.Request.CallbackUrl ?? clients.CallbackUrlOf(client.Name),
            CreatedAt = createdAt,
            UpdatedAt = now,
            LinkBase = LinkBaseFor(origin),
            Upload = origin.Upload,
            BatchId = batch?.Id,
            Estimate = TaskEstimate.Of(each.Estimate),
            BudgetDay = day,
            TraceParent = Tracing.TraceParent,
            History = [new TaskTransition(now, TaskState.Pending, TaskStage.Queued, "accepted")],
        }).ToList();
        var admitted = await RecordAsync(tasks, batch, key, cancellationToken);
        if (!admitted.Replayed) await StartAsync(orchestrations, tasks, batch, key);
        return admitted with { Warnings = warnings };
    }

    /// <summary>Removes a record whose orchestration was not started, and gives its credits back.</summary>
    /// <returns>False when its orchestration works on it after all: then it stays.</returns>
    public async Task<bool> WithdrawAsync(TaskRecord record)
    {
        if (!await records.RemoveAsync(record, CancellationToken.None)) return false;
        if (record.BudgetDay is { } day) await budgets.ReleaseAsync(record.Client, day, record.Id);
        return true;
    }

    private async Task<DateOnly?> ReserveAsync(Client client, IReadOnlyList<(TaskId Id, Estimate Estimate)> tasks)
    {
        var reservation = await budgets.ReserveAsync(client.Name, tasks);
        if (reservation.Total is { } total) metrics.BudgetUsed(client.Name, total.Used, total.Daily);
        if (reservation.Refusal is not { } refusal) return reservation.Day;
        metrics.BudgetRefused(client.Name);
        throw ApiException.OverBudget(refusal);
    }

    private async Task<Admitted> RecordAsync(
        List<TaskRecord> tasks, BatchRecord? batch, HashedKey? key, CancellationToken cancellationToken)
    {
        var first = tasks[0];
        if (batch is null && key is not null)
        {
            // When this fails, record and reservation stay: another request with the key may count on them already.
            if (await records.TryAddAsync(first, cancellationToken)) return new Admitted(tasks);
            var recorded = await records.ReadAsync(first.Client, first.Id, cancellationToken);
            // Of two requests around midnight each may have reserved in its own day. And the task may have ended before this one reserved.
            await (first.BudgetDay is { } day && recorded.BudgetDay != day
                ? budgets.ReleaseAsync(first.Client, day, first.Id)
                : budgets.SettleAsync(recorded));
            return new Admitted([recorded], Replayed: true);
        }
        try
        {
            if (batch is null)
            {
                // The id is new and random: a record of that id is this one, written by a try whose response was lost.
                await records.TryAddAsync(first, cancellationToken);
            }
            else
            {
                await records.AddAllAsync(tasks, cancellationToken);
                if (!await batches.TryAddAsync(batch, cancellationToken)
                    && await batches.FindAsync(batch.Client, batch.Id, CancellationToken.None) is { } faster
                    && !faster.Tasks.SequenceEqual(batch.Tasks))
                {
                    foreach (var task in tasks) await WithdrawAsync(task);
                    return new Admitted(await batches.ReadTasksAsync(faster, cancellationToken), faster, Replayed: true);
                }
            }
            return new Admitted(tasks, batch);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // It may have been written all the same. The caller is told that it failed, so none of it may start later.
            if (batch is null || await batches.RemoveAsync(batch, CancellationToken.None))
            {
                foreach (var task in tasks) await WithdrawAsync(task);
            }
            throw;
        }
    }

    private async Task StartAsync(DurableTaskClient orchestrations, List<TaskRecord> tasks, BatchRecord? batch, HashedKey? key)
    {
        var (name, id) = batch is null ? (nameof(GenerateVideo), tasks[0].Id.ToString()) : (nameof(GenerateBatch), batch.Id.ToString());
        object input = batch is null
            ? inputs.For(tasks[0])
            : new BatchInput(batch.Concurrency, [.. tasks.Select(task => inputs.For(task) with { Batch = id })]);
        try
        {
            // A caller that hangs up now must not leave a record without an orchestration behind.
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                name, input, new StartOrchestrationOptions(InstanceId: id), CancellationToken.None).WaitAsync(TaskHubTimeout);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotStarted(id, failure);
            // Another request may have been given the key's task, and a batch exists once it is recorded: the sweep starts them within
            // minutes. Any other caller may repeat the request, so this task must never start by itself. If it has started, and only the
            // response was lost, the record stays: to repeat the request would then be to pay twice.
            if (key is null && batch is null && await WithdrawAsync(tasks[0])) throw ApiException.NotStarted();
        }
    }

    private async Task<Admitted?> FindAsync(Client client, TaskId seed, int? concurrency, CancellationToken cancellationToken)
    {
        if (concurrency is null)
        {
            return await records.FindAsync(client.Name, seed, cancellationToken) is { } task ? new Admitted([task], Replayed: true) : null;
        }
        return await batches.FindAsync(client.Name, BatchId.Of(seed), cancellationToken) is { } batch
            ? new Admitted(await batches.ReadTasksAsync(batch, cancellationToken), batch, Replayed: true)
            : null;
    }

    private static string FingerprintOf(IReadOnlyList<VideoRequest> requests, int? concurrency)
    {
        if (concurrency is not { } max) return RequestFingerprint.Of(requests[0]);
        var text = string.Create(CultureInfo.InvariantCulture, $"batch {max} {string.Join(' ', requests.Select(RequestFingerprint.Of))}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }

    [LoggerMessage(1, LogLevel.Error, "The orchestration {InstanceId} could not be started.")]
    private partial void LogNotStarted(string instanceId, Exception failure);
}

/// <summary>The tasks exist and are under way, or done.</summary>
/// <param name="Tasks">In the order of the requests; of a batch that an earlier call started, without prompts and histories.</param>
/// <param name="Batch">Null for a single task.</param>
/// <param name="Replayed">True when an earlier call with the same idempotency key started them.</param>
public sealed record Admitted(IReadOnlyList<TaskRecord> Tasks, BatchRecord? Batch = null, bool Replayed = false)
{
    /// <summary>Remarks on the requests that did not stop them.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The task of a single request.</summary>
    public TaskRecord Record => Tasks[0];
}

/// <summary>Where a request came from.</summary>
/// <param name="ReachedAt">The address it came in on; links use it when no public base URL is set.</param>
/// <param name="Upload">The uploaded file it was made of; null when it came over HTTP.</param>
public sealed record RequestOrigin(Uri ReachedAt, UploadOrigin? Upload = null);
