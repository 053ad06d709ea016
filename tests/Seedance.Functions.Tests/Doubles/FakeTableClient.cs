using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>A table in memory with Table Storage's own rules: ETags, 404, 409, 412, all-or-nothing batches, 64 KB in a column.</summary>
internal sealed partial class FakeTableClient : TableClient
{
    private const int MostBytes = 64 * 1024;

    private readonly SortedDictionary<string, TableEntity> _rows = new(StringComparer.Ordinal);
    private int _version;

    /// <summary>Runs before the next update reaches the table, once: whoever is faster.</summary>
    public Action? BeforeUpdate { get; set; }

    /// <summary>What every operation fails with, as when storage is out of reach.</summary>
    public Exception? Failure { get; set; }

    public int Updates { get; private set; }

    public IEnumerable<TableEntity> Rows => _rows.Values;

    public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        return Task.FromResult<Response>(Add(entity));
    }

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        return Task.FromResult<NullableResponse<T>>(_rows.TryGetValue(Key(partitionKey, rowKey), out var row)
            ? Response.FromValue((T)(object)Copy(row), new FakeResponse(200))
            : new MissingRow<T>());
    }

    public override Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        var faster = BeforeUpdate;
        BeforeUpdate = null;
        faster?.Invoke();
        Assert.Equal(TableUpdateMode.Replace, mode);
        var current = Existing(entity.PartitionKey, entity.RowKey);
        if (ifMatch != ETag.All && ifMatch != current.ETag)
        {
            throw new RequestFailedException(412, "changed", "UpdateConditionNotSatisfied", null);
        }
        Updates++;
        return Task.FromResult<Response>(Put((TableEntity)(object)entity));
    }

    public override Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        if (!_rows.TryGetValue(Key(partitionKey, rowKey), out var row)) return Task.FromResult<Response>(new FakeResponse(404));
        if (ifMatch != ETag.All && ifMatch != default && ifMatch != row.ETag)
        {
            throw new RequestFailedException(412, "changed", "UpdateConditionNotSatisfied", null);
        }
        _rows.Remove(Key(partitionKey, rowKey));
        return Task.FromResult<Response>(new FakeResponse(204));
    }

    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        var actions = transactionActions.ToList();
        Assert.Single(actions.Select(action => action.Entity.PartitionKey).Distinct());
        Assert.All(actions, action => Assert.Equal(TableTransactionActionType.Add, action.ActionType));
        foreach (var action in actions) Refuse(action.Entity);
        return Task.FromResult(Response.FromValue<IReadOnlyList<Response>>(
            [.. actions.Select(action => Add(action.Entity))], new FakeResponse(202)));
    }

    public override AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        var found = _rows.Values.Where(row => Matches(row, filter)).Select(row => (T)(object)Copy(row)).ToList();
        return AsyncPageable<T>.FromPages([Page<T>.FromValues(found, null, new FakeResponse(200))]);
    }

    private FakeResponse Add(ITableEntity entity)
    {
        Refuse(entity);
        return Put((TableEntity)entity);
    }

    private void Refuse(ITableEntity entity)
    {
        if (_rows.ContainsKey(Key(entity.PartitionKey, entity.RowKey)))
        {
            throw new RequestFailedException(409, "exists", "EntityAlreadyExists", null);
        }
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

    private void Enter(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is { } failure) throw failure;
    }

    // Storage keeps no nulls, and hands out rows that are the reader's own.
    private static TableEntity Copy(TableEntity row)
    {
        var copy = new TableEntity();
        foreach (var (column, value) in row)
        {
            if (value is not null) copy[column] = value is byte[] bytes ? bytes.ToArray() : value;
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
