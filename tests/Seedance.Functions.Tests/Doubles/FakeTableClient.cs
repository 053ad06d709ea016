using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>A table in memory with Table Storage's own rules: ETags, 404, 409, 412, all-or-nothing batches, 64 KB in a column.</summary>
internal sealed partial class FakeTableClient : TableClient
{
    private const int MostBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, TableEntity> _rows = new(StringComparer.Ordinal);
    private int _version;
    private int _operations;

    /// <summary>Runs before the next update reaches the table, once: whoever is faster.</summary>
    public Action? BeforeUpdate { get; set; }

    /// <summary>The answer to the next update is lost: the client repeats it, and meets its own first one.</summary>
    public bool LosesNextUpdateAnswer { get; set; }

    /// <summary>Runs after the next transaction was written, once, before its answer.</summary>
    public Action? AfterTransaction { get; set; }

    /// <summary>What every operation fails with, as when storage is out of reach.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What every operation waits for before it begins, so that operations of several callers mix.</summary>
    public Func<Task> Pause { get; set; } = () => Task.CompletedTask;

    public int Updates { get; private set; }

    /// <summary>Requests to storage so far; a query is one for each page.</summary>
    public int Operations => _operations;

    public IEnumerable<TableEntity> Rows => _rows.Values;

    public override async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        lock (_lock)
        {
            return _rows.TryGetValue(Key(partitionKey, rowKey), out var row)
                ? Response.FromValue((T)(object)Copy(row), new FakeResponse(200))
                : new MissingRow<T>();
        }
    }

    public override async Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        var faster = BeforeUpdate;
        BeforeUpdate = null;
        faster?.Invoke();
        Assert.Equal(TableUpdateMode.Replace, mode);
        lock (_lock)
        {
            var current = Existing(entity.PartitionKey, entity.RowKey);
            if (ifMatch != ETag.All && ifMatch != current.ETag)
            {
                throw new RequestFailedException(412, "changed", "UpdateConditionNotSatisfied", null);
            }
            Updates++;
            if (LosesNextUpdateAnswer)
            {
                LosesNextUpdateAnswer = false;
                Put((TableEntity)(object)entity);
                throw new RequestFailedException(412, "changed", "UpdateConditionNotSatisfied", null);
            }
            return Put((TableEntity)(object)entity);
        }
    }

    public override async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        lock (_lock)
        {
            if (!_rows.TryGetValue(Key(partitionKey, rowKey), out var row)) return new FakeResponse(404);
            if (ifMatch != ETag.All && ifMatch != default && ifMatch != row.ETag)
            {
                throw new RequestFailedException(412, "changed", "UpdateConditionNotSatisfied", null);
            }
            _rows.Remove(Key(partitionKey, rowKey));
            return new FakeResponse(204);
        }
    }

    public override async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        var actions = transactionActions.ToList();
        Assert.Single(actions.Select(action => action.Entity.PartitionKey).Distinct());
        Assert.InRange(actions.Count, 1, 100);
        lock (_lock)
        {
            foreach (var (index, action) in actions.Index()) Refuse(action, index);
            IReadOnlyList<Response> performed = [.. actions.Select(Perform)];
            var after = AfterTransaction;
            AfterTransaction = null;
            after?.Invoke();
            return Response.FromValue(performed, new FakeResponse(202));
        }
    }

    public override AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        => new FakeQuery<T>(async last =>
        {
            await EnterAsync(cancellationToken);
            lock (_lock)
            {
                return [.. _rows
                    .Where(row => last is null || string.CompareOrdinal(row.Key, last) > 0)
                    .Where(row => Matches(row.Value, filter))
                    .Take(Math.Min(maxPerPage ?? 1000, 1000))
                    .Select(row => (row.Key, (T)(object)Copy(row.Value, select)))];
            }
        });

    private void Refuse(TableTransactionAction action, int index)
    {
        var row = _rows.GetValueOrDefault(Key(action.Entity.PartitionKey, action.Entity.RowKey));
        if (action.ActionType == TableTransactionActionType.Add)
        {
            if (row is not null) throw Failed(index, 409, "EntityAlreadyExists");
            return;
        }
        if (action.ActionType == TableTransactionActionType.UpsertReplace) return;
        if (row is null) throw Failed(index, 404, "ResourceNotFound");
        if (action.ETag != ETag.All && action.ETag != row.ETag) throw Failed(index, 412, "UpdateConditionNotSatisfied");
    }

    // As the service says it: the index of the failed operation stands before the message.
    private static TableTransactionFailedException Failed(int index, int status, string code)
        => new(new RequestFailedException(status, string.Create(CultureInfo.InvariantCulture, $"{index}:{code}"), code, null));

    private FakeResponse Perform(TableTransactionAction action)
    {
        if (action.ActionType is TableTransactionActionType.Add or TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace)
        {
            return Put((TableEntity)action.Entity);
        }
        Assert.Equal(TableTransactionActionType.Delete, action.ActionType);
        _rows.Remove(Key(action.Entity.PartitionKey, action.Entity.RowKey));
        return new FakeResponse(204);
    }

    private FakeResponse Put(TableEntity entity)
    {
        var row = Copy(entity);
        foreach (var (column, value) in row)
        {
            if (value is byte[] { Length: > MostBytes } or string { Length: > MostBytes / sizeof(char) })
            {
                throw new RequestFailedException(400, $"{column} is too large.", "PropertyValueTooLarge", null);
            }
        }
        row.ETag = new ETag(string.Create(CultureInfo.InvariantCulture, $"W/\"{++_version}\""));
        _rows[Key(entity.PartitionKey, entity.RowKey)] = row;
        return new FakeResponse(204, ("ETag", row.ETag.ToString()));
    }

    private TableEntity Existing(string partitionKey, string rowKey) => _rows.TryGetValue(Key(partitionKey, rowKey), out var row)
        ? row
        : throw new RequestFailedException(404, "missing", "ResourceNotFound", null);

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Pause();
        Interlocked.Increment(ref _operations);
        if (Failure is { } failure) throw failure;
    }

    // Storage keeps no nulls, and hands out rows that are the reader's own.
    private static TableEntity Copy(TableEntity row, IEnumerable<string>? select = null)
    {
        var copy = new TableEntity();
        foreach (var (column, value) in row)
        {
            if (value is null || select?.Contains(column) == false) continue;
            copy[column] = value is byte[] bytes ? bytes.ToArray() : value;
        }
        return copy;
    }

    private static string Key(string partitionKey, string rowKey) => $"{partitionKey}\n{rowKey}";

    private static bool Matches(TableEntity row, string? filter) => Comparison().Matches(filter ?? "").All(comparison =>
    {
        var order = string.CompareOrdinal(row.GetString(comparison.Groups[1].Value), comparison.Groups[3].Value);
        return comparison.Groups[2].Value switch
        {
            "eq" => order == 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            "le" => order <= 0,
            var other => throw new NotSupportedException(other),
        };
    });

    [GeneratedRegex(@"(PartitionKey|RowKey) (\w+) '([^']*)'")]
    private static partial Regex Comparison();
}
