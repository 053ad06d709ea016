using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>
/// The table <c>budgets</c>: what each client's tasks may cost on one UTC day. A partition is one client's day: a row with the total, and
/// one for each task that holds credits. Every change writes the total, under its ETag, and its tasks' rows in one transaction: it
/// happens once, and never on a total that has changed since it was read.
/// </summary>
/// <remarks>
/// A crash between the reservation and the record leaves credits reserved for a task that does not exist. That is harmless: it can only
/// refuse too much, by this one task, and until midnight.
/// </remarks>
public sealed class ClientBudgets(TableServiceClient tables, IOptions<SeedanceOptions> options, TimeProvider time)
{
    public const string TableName = "budgets";

    private const string TotalKey = "total";
    private const string CreditsColumn = "Credits";
    private const int MaxActions = 100;

    // Each failed attempt means that another change was made.
    private const int MaxAttempts = 50;
    private const int MaxDelayMilliseconds = 500;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Reserves what the tasks may cost: for all of them or for none. A task that holds credits already keeps them.</summary>
    /// <param name="tasks">At most 99, and what each is expected to cost.</param>
    public async Task<BudgetReservation> ReserveAsync(string client, IReadOnlyList<(TaskId Id, Estimate Estimate)> tasks)
    {
        if (!options.Value.Clients.TryGetValue(client, out var settings) || settings.DailyCredits is not { } daily) return new(Day: null);
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var resetsAt = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        if (!settings.AllowUnknownPrices && tasks.FirstOrDefault(task => task.Estimate.AmountToReserve is null).Estimate is { } unknown)
        {
            return new(day) { Refusal = BudgetRefusal.Unpriced(string.Join(' ', unknown.Notes), daily, resetsAt) };
        }
        var partition = PartitionOf(client, day);
        var needed = tasks.Sum(task => task.Estimate.AmountToReserve ?? 0);
        TableTransactionAction[] rows =
        [
            .. tasks.Select(task => new TableTransactionAction(
                TableTransactionActionType.Add, Row(partition, task.Id.ToString(), task.Estimate.AmountToReserve ?? 0))),
        ];
        for (var attempt = 1; ; attempt++)
        {
            var total = await FindAsync(partition, TotalKey);
            var used = CreditsOf(total);
            if (used + needed > daily)
            {
                return await FindAsync(partition, tasks[0].Id.ToString()) is null
                    ? new(day) { Total = (used, daily), Refusal = BudgetRefusal.Exceeded(needed, used, daily, resetsAt) }
                    : new(day);
            }
            switch (await TryChangeAsync(partition, total, used + needed, rows, attempt))
            {
                case Change.Made:
                    return new(day) { Total = (used + needed, daily) };
                case Change.TaskRowChanged:
                    // It is there: the response to this reservation was lost, or another request has the same task.
                    return new(day);
            }
        }
    }

    /// <summary>Gives back all that a task holds. A second time changes nothing.</summary>
    public Task ReleaseAsync(string client, DateOnly day, TaskId task) => SetAsync(client, day, task, 0);

    /// <summary>Replaces what an ended task holds by what it cost, where that is known. A second time changes nothing.</summary>
    public Task SettleAsync(TaskRecord record)
        => record.BudgetDay is { } day && CostOf(record) is { } credits
            ? SetAsync(record.Client, day, record.Id, credits) : Task.CompletedTask;

    /// <summary>Deletes a day that is over.</summary>
    /// <returns>How many rows it had.</returns>
    public async Task<int> DeleteAsync(string client, DateOnly day, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(client, day)}");
        var rows = new List<TableEntity>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) rows.Add(row);
        foreach (var some in rows.Chunk(MaxActions))
        {
            await _table.SubmitTransactionAsync(
                some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }
        return rows.Count;
    }

    /// <summary>
    /// Credits of an ended task; null when what was reserved stands, because the charge is not known, or whether there was one. Nothing
    /// is given back that may have been paid for.
    /// </summary>
    internal static decimal? CostOf(TaskRecord record) => record switch
    {
        { IsTerminal: false } => null,
        { CreditsCharged: { } charged } => charged,
        { Submission: SubmissionState.None or SubmissionState.NotSent or SubmissionState.Rejected } => 0,
        { Submission: SubmissionState.Accepted, State: TaskState.Failed, Failure: { } failure }
            when !FailureCodes.Describe(failure.Code).Has(FailureTraits.MayBeCharged) => 0,
        _ => null,
    };

    internal static decimal CreditsOf(TableEntity? row) => row is null ? 0 : decimal.Parse(
        row.GetString(CreditsColumn) ?? throw new InvalidDataException($"Row {row.RowKey} has no credits."), CultureInfo.InvariantCulture);

    private async Task SetAsync(string client, DateOnly day, TaskId task, decimal credits)
    {
        var partition = PartitionOf(client, day);
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(partition, task.ToString()) is not { } current) return;
            var held = CreditsOf(current);
            if (held == credits && credits != 0) return;
            var action = credits == 0
                ? new TableTransactionAction(TableTransactionActionType.Delete, current, current.ETag)
                : new(TableTransactionActionType.UpdateReplace, Row(partition, current.RowKey, credits), current.ETag);
            var total = await FindAsync(partition, TotalKey);
            if (await TryChangeAsync(partition, total, CreditsOf(total) + credits - held, [action], attempt) == Change.Made) return;
        }
    }

    private async Task<Change> TryChangeAsync(
        string partition, TableEntity? total, decimal credits, IEnumerable<TableTransactionAction> rows, int attempt)
    {
        var changed = Row(partition, TotalKey, credits);
        try
        {
            // The total stands first, so that a failure at any other place is that of a task's row.
            await _table.SubmitTransactionAsync(
            [
                total is null
                    ? new TableTransactionAction(TableTransactionActionType.Add, changed)
                    : new TableTransactionAction(TableTransactionActionType.UpdateReplace, changed, total.ETag),
                .. rows,
            ]);
            return Change.Made;
        }
        catch (RequestFailedException failure) when (attempt < MaxAttempts
            && (HttpStatusCode)failure.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            if (failure is TableTransactionFailedException { FailedTransactionActionIndex: > 0 }) return Change.TaskRowChanged;
            var delay = attempt == 1 ? 0 : Random.Shared.Next(Math.Min(MaxDelayMilliseconds, 5 << Math.Min(attempt, 10)));
            await Task.Delay(TimeSpan.FromMilliseconds(delay), time);
            return Change.TotalChanged;
        }
    }

    private async Task<TableEntity?> FindAsync(string partition, string key)
        => await _table.GetEntityIfExistsAsync<TableEntity>(partition, key) is { HasValue: true } row ? row.Value : null;

    // No client's name has an underscore.
    private static string PartitionOf(string client, DateOnly day)
        => string.Create(CultureInfo.InvariantCulture, $"{client}_{day:yyyy-MM-dd}");

    // Table Storage has no decimal, and a double would round credits.
    private static TableEntity Row(string partition, string key, decimal credits)
        => new(partition, key) { [CreditsColumn] = credits.ToString(CultureInfo.InvariantCulture) };

    private enum Change
    {
        Made,
        TotalChanged,
        TaskRowChanged,
    }
}

/// <summary>What came of a reservation.</summary>
/// <param name="Day">The UTC day whose budget holds the credits; null when the client has no budget.</param>
public sealed record BudgetReservation(DateOnly? Day)
{
    /// <summary>What is used of the day's budget after the request; null when it did not look at it.</summary>
    public (decimal Used, decimal Daily)? Total { get; init; }

    /// <summary>Why nothing was reserved; null when the credits are reserved.</summary>
    public BudgetRefusal? Refusal { get; init; }
}

/// <summary>Why a client's budget does not allow a request.</summary>
/// <param name="Message">The reason and the way out, for people.</param>
/// <param name="DailyCredits">The client's budget of a UTC day, in credits.</param>
/// <param name="ResetsAt">When the next day's budget starts: the next midnight, UTC.</param>
public sealed record BudgetRefusal(string Message, decimal DailyCredits, DateTimeOffset ResetsAt)
{
    /// <summary>What is left of today's budget, in credits; null when the price is unknown.</summary>
    public decimal? CreditsLeft { get; init; }

    /// <summary>What the request would reserve, in credits; null when the price is unknown.</summary>
    public decimal? CreditsNeeded { get; init; }

    internal static BudgetRefusal Exceeded(decimal needed, decimal used, decimal daily, DateTimeOffset resetsAt)
    {
        var left = Math.Max(0, daily - used);
        var message = $"This needs {Text(needed)} credits, and {Text(left)} of the daily {Text(daily)} are left. Nothing was submitted. "
            + string.Create(CultureInfo.InvariantCulture, $"The budget resets at {resetsAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        return new(message, daily, resetsAt) { CreditsLeft = left, CreditsNeeded = needed };
    }

    internal static BudgetRefusal Unpriced(string reason, decimal daily, DateTimeOffset resetsAt) => new(
        $"The price is unknown, so it cannot be held against the daily {Text(daily)} credits. Nothing was submitted. {reason} "
        + "(The client's setting AllowUnknownPrices would let it pass.)",
        daily,
        resetsAt);

    private static string Text(decimal credits) => credits.ToString("0.############################", CultureInfo.InvariantCulture);
}
