using Seedance.Functions.Activities;

namespace Seedance.Functions.Storage;

/// <summary>
/// One client's budget of one UTC day. Every change writes the total, under its ETag, and its tasks' rows in one entity group
/// transaction: so it happens once, and never on a total that has moved on. Changes that arrive while one is being written wait
/// and are then written together; and as the total is remembered, a change is usually one storage operation. Other processes
/// may write the same day: whoever was slower reads the total anew.
/// </summary>
internal sealed class BudgetLedger(TableClient table, string partition)
{
    /// <summary>Rows of tasks in one transaction: Table Storage takes 100 operations, one of which is the total.</summary>
    public const int MaxRows = 99;

    // Each failed attempt means that another process has come through.
    private const int MaxAttempts = 50;

    private readonly Lock _lock = new();
    private readonly List<BudgetChange> _waiting = [];
    private bool _isWriting;

    // As last seen; null when it has to be read. A default ETag: there is no row yet.
    private (decimal Credits, ETag Version)? _total;

    public Task<BudgetChangeOutcome> ApplyAsync(BudgetChange change)
    {
        lock (_lock)
        {
            _waiting.Add(change);
            if (_isWriting) return change.Outcome;
            _isWriting = true;
        }
        _ = WriteWaitingAsync();
        return change.Outcome;
    }

    private async Task WriteWaitingAsync()
    {
        while (TakeGroup() is { Count: > 0 } group)
        {
            try
            {
                await WriteAsync(group);
            }
            catch (Exception failure)
            {
                // Whether it was written is not known; each caller decides what that means to it.
                _total = null;
                group.ForEach(change => change.Fail(failure));
            }
        }
    }

    private List<BudgetChange> TakeGroup()
    {
        lock (_lock)
        {
            var rows = 0;
            var group = _waiting.TakeWhile(change => (rows += change.Rows.Count) <= MaxRows).ToList();
            _waiting.RemoveRange(0, group.Count);
            _isWriting = group.Count > 0;
            return group;
        }
    }

    private async Task WriteAsync(List<BudgetChange> group)
    {
        for (var attempt = 1; group.Count > 0; attempt++)
        {
            var remembered = _total is not null;
            var total = _total ??= await ReadAsync();
            var after = total.Credits;
            var fitting = group.FindAll(change =>
            {
                var fits = change.FitsInto(after);
                if (fits) after += change.Credits;
                return fits;
            });
            if (fitting.Count < group.Count && remembered)
            {
                // Nobody is refused for what may have been given back elsewhere in the meantime.
                _total = null;
                continue;
            }
            try
            {
                if (fitting.Count > 0) _total = (after, await SubmitAsync(fitting, total.Version, after));
            }
            catch (RequestFailedException failure) when (IsConflict(failure))
            {
                _total = null;
                if (OwnerOf(failure, fitting) is { } owner)
                {
                    group.Remove(owner);
                    owner.Complete(BudgetChangeResult.RowChanged, total.Credits);
                }
                else if (attempt >= MaxAttempts)
                {
                    throw;
                }
                continue;
            }
            foreach (var change in group)
            {
                change.Complete(fitting.Contains(change) ? BudgetChangeResult.Made : BudgetChangeResult.OverLimit, after);
            }
            return;
        }
    }

    private async Task<(decimal Credits, ETag Version)> ReadAsync()
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, BudgetRow.TotalKey);
        return row.HasValue ? (BudgetRow.CreditsOf(row.Value!), row.Value!.ETag) : (0, default);
    }

    private async Task<ETag> SubmitAsync(List<BudgetChange> changes, ETag version, decimal credits)
    {
        var total = BudgetRow.Total(partition, credits);
        // The total stands first, so that a failure at any other place is a row's own.
        var response = await table.SubmitTransactionAsync(
        [
            version == default
                ? new TableTransactionAction(TableTransactionActionType.Add, total)
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, total, version),
            .. changes.SelectMany(change => change.Rows),
        ]);
        return response.Value[0].Headers.ETag ?? throw new InvalidDataException("The table answered without an ETag.");
    }

    private static bool IsConflict(RequestFailedException failure)
        => (HttpStatusCode)failure.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound;

    private static BudgetChange? OwnerOf(RequestFailedException failure, List<BudgetChange> changes)
    {
        if (failure is not TableTransactionFailedException { FailedTransactionActionIndex: > 0 and var index }) return null;
        var row = 0;
        return changes.Find(change => index <= (row += change.Rows.Count));
    }
}
