using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>
/// Table Storage in memory, for worlds that live by the thousand in virtual time and fail at chosen writes: neither can be had of a
/// server. Only what the engine's world does is here, with the service's ETags, conflicts and all-or-nothing transactions.
/// </summary>
internal sealed class MemoryTables : TableServiceClient
{
    private readonly Dictionary<string, SortedDictionary<(string Partition, string Row), TableEntity>> _rows;
    private readonly StorageTrouble? _trouble;

    public MemoryTables() => _rows = [];

    private MemoryTables(MemoryTables same, StorageTrouble trouble) => (_rows, _trouble) = (same._rows, trouble);

    /// <summary>The same tables behind trouble.</summary>
    public MemoryTables Behind(StorageTrouble trouble) => new(this, trouble);

    public IEnumerable<TableEntity> RowsOf(string table) => Table(table).Values;

    public override TableClient GetTableClient(string tableName) => new MemoryTable(Table(tableName), _trouble);

    private SortedDictionary<(string Partition, string Row), TableEntity> Table(string name)
    {
        if (!_rows.TryGetValue(name, out var rows)) _rows[name] = rows = new(RowOrder.Instance);
        return rows;
    }

    private sealed class RowOrder : IComparer<(string Partition, string Row)>
    {
        public static readonly RowOrder Instance = new();

        public int Compare((string Partition, string Row) x, (string Partition, string Row) y)
            => string.CompareOrdinal(x.Partition, y.Partition) is not 0 and var order ? order : string.CompareOrdinal(x.Row, y.Row);
    }
}

internal sealed partial class MemoryTable(
    SortedDictionary<(string Partition, string Row), TableEntity> rows, StorageTrouble? trouble) : TableClient
{
    private static int _version;

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        => ReadAsync<NullableResponse<T>>(() => rows.TryGetValue((partitionKey, rowKey), out var row)
            ? Response.FromValue((T)(object)Copy(row), new Written(row.ETag))
            : new Missing<T>());

    public override Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        => WriteAsync(() =>
        {
            Assert.Equal(TableUpdateMode.Replace, mode);
            return Perform([new(TableTransactionActionType.UpdateReplace, entity, ifMatch)])[0];
        });

    public override Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        => WriteAsync<Response>(() => Perform([new(TableTransactionActionType.UpsertReplace, entity)])[0]);

    public override Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
        => WriteAsync(() => rows.ContainsKey((partitionKey, rowKey))
            ? Perform([new(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ifMatch)])[0]
            : new Written(default));

    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
        => WriteAsync(() => Response.FromValue<IReadOnlyList<Response>>(Perform([.. transactionActions]), new Written(default)));

    public override AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        if (trouble?.IsDown == true) throw new RequestFailedException(503, "Storage is out of reach.");
        lock (rows)
        {
            var found = rows.Values.Where(row => Matches(row, filter)).Select(row => (T)(object)Copy(row, select)).ToList();
            return AsyncPageable<T>.FromPages([Page<T>.FromValues(found, null, new Written(default))]);
        }
    }

    private Task<T> ReadAsync<T>(Func<T> read) => trouble is null ? Alone(read) : trouble.ReadAsync(() => Alone(read));

    private Task<T> WriteAsync<T>(Func<T> write) => trouble is null ? Alone(write) : trouble.WriteAsync(() => Alone(write));

    private Task<T> Alone<T>(Func<T> operation)
    {
        lock (rows) return Task.FromResult(operation());
    }

    private Response[] Perform(TableTransactionAction[] actions)
    {
        foreach (var (index, action) in actions.Index()) Refuse(action, index);
        return [.. actions.Select(Perform)];
    }

    private void Refuse(TableTransactionAction action, int index)
    {
        var row = rows.GetValueOrDefault((action.Entity.PartitionKey, action.Entity.RowKey));
        var refused = action.ActionType switch
        {
            TableTransactionActionType.UpsertReplace => null,
            TableTransactionActionType.Add => row is null ? null : Failure(409, TableErrorCode.EntityAlreadyExists),
            _ when row is null => Failure(404, TableErrorCode.ResourceNotFound),
            _ => action.ETag == default || action.ETag == ETag.All || action.ETag == row.ETag
                ? null
                : Failure(412, TableErrorCode.UpdateConditionNotSatisfied),
        };
        if (refused is null) return;
        refused.Data["FailedEntity"] = index.ToString(CultureInfo.InvariantCulture);
        throw new TableTransactionFailedException(refused);
    }

    private Written Perform(TableTransactionAction action)
    {
        var key = (action.Entity.PartitionKey, action.Entity.RowKey);
        if (action.ActionType == TableTransactionActionType.Delete)
        {
            rows.Remove(key);
            return new(default);
        }
        var row = Copy((TableEntity)action.Entity);
        row.ETag = new(string.Create(CultureInfo.InvariantCulture, $"W/\"{Interlocked.Increment(ref _version)}\""));
        rows[key] = row;
        return new(row.ETag);
    }

    private static RequestFailedException Failure(int status, TableErrorCode code) => new(status, code.ToString(), code.ToString(), null);

    // Storage keeps no nulls, and hands out rows that are the caller's own.
    private static TableEntity Copy(TableEntity row, IEnumerable<string>? select = null)
        => new(row.Where(column => column.Value is not null && select?.Contains(column.Key) != false).ToDictionary());

    private static bool Matches(TableEntity row, string? filter) => Comparison().Matches(filter ?? "").All(comparison =>
    {
        var order = string.CompareOrdinal(row.GetString(comparison.Groups[1].Value), comparison.Groups[3].Value);
        return comparison.Groups[2].Value switch
        {
            "eq" => order == 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            var other => throw new NotSupportedException(other),
        };
    });

    [GeneratedRegex(@"(PartitionKey|RowKey) (\w+) '([^']*)'")]
    private static partial Regex Comparison();

    private sealed class Missing<T> : NullableResponse<T>
    {
        public override bool HasValue => false;

        public override T Value => throw new InvalidOperationException("There is no such row.");

        public override Response GetRawResponse() => new Written(default);
    }

    /// <summary>The response to an operation; only its ETag is ever looked at.</summary>
    private sealed class Written(ETag version) : Response
    {
        public override int Status => 200;

        public override string ReasonPhrase => "";

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = name == HttpHeader.Names.ETag && version != default ? version.ToString() : null;
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
            => throw new NotSupportedException();

        protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => throw new NotSupportedException();
    }
}
