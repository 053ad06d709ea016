using System.Diagnostics.CodeAnalysis;
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
    private readonly Dictionary<string, SortedDictionary<string, TableEntity>> _rows;
    private readonly StorageTrouble? _trouble;

    public MemoryTables() => _rows = [];

    private MemoryTables(MemoryTables same, StorageTrouble trouble) => (_rows, _trouble) = (same._rows, trouble);

    public MemoryTables Behind(StorageTrouble trouble) => new(this, trouble);

    public IEnumerable<TableEntity> RowsOf(string table) => Table(table).Values;

    public override TableClient GetTableClient(string tableName) => new MemoryTable(Table(tableName), _trouble);

    private SortedDictionary<string, TableEntity> Table(string name)
    {
        if (!_rows.TryGetValue(name, out var rows)) _rows[name] = rows = new(StringComparer.Ordinal);
        return rows;
    }
}

internal sealed partial class MemoryTable(SortedDictionary<string, TableEntity> rows, StorageTrouble? trouble) : TableClient
{
    private static readonly NullableResponse<TableEntity> Missing = Mock.Of<NullableResponse<TableEntity>>();
    private static int _version;

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        return trouble is null ? Task.FromResult(Find()) : trouble.ReadAsync(Find);

        NullableResponse<T> Find()
        {
            lock (rows)
            {
                return rows.TryGetValue(KeyOf(partitionKey, rowKey), out var row)
                    ? Response.FromValue((T)(object)Copy(row), new Written(row.ETag))
                    : (NullableResponse<T>)(object)Missing;
            }
        }
    }

    public override Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        => WriteAsync(() => Perform(new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, ifMatch))[0]);

    public override Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        => WriteAsync(() => Perform(new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity))[0]);

    public override Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
        => WriteAsync(() => rows.ContainsKey(KeyOf(partitionKey, rowKey))
            ? Perform(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ifMatch))[0]
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
            var found = rows.Values.Where(row => Matches(row, filter ?? "")).Select(row => (T)(object)Copy(row, select)).ToList();
            return AsyncPageable<T>.FromPages([Page<T>.FromValues(found, null, new Written(default))]);
        }
    }

    private Task<T> WriteAsync<T>(Func<T> write) => trouble is null ? Task.FromResult(write()) : trouble.WriteAsync(write);

    private Response[] Perform(params TableTransactionAction[] actions)
    {
        lock (rows)
        {
            foreach (var (index, action) in actions.Index()) Refuse(action, index);
            return [.. actions.Select(Apply)];
        }
    }

    private void Refuse(TableTransactionAction action, int index)
    {
        var row = rows.GetValueOrDefault(KeyOf(action.Entity.PartitionKey, action.Entity.RowKey));
        RequestFailedException? refused = action.ActionType switch
        {
            TableTransactionActionType.UpsertReplace => null,
            TableTransactionActionType.Add => row is null ? null : Failure(409, TableErrorCode.EntityAlreadyExists),
            _ when row is null => Failure(404, TableErrorCode.ResourceNotFound),
            _ when action.ETag == default || action.ETag == ETag.All || action.ETag == row.ETag => null,
            _ => Failure(412, TableErrorCode.UpdateConditionNotSatisfied),
        };
        if (refused is null) return;
        refused.Data["FailedEntity"] = index.ToString(CultureInfo.InvariantCulture);
        throw new TableTransactionFailedException(refused);
    }

    private Written Apply(TableTransactionAction action)
    {
        var row = Copy((TableEntity)action.Entity);
        row.ETag = new(string.Create(CultureInfo.InvariantCulture, $"W/\"{Interlocked.Increment(ref _version)}\""));
        var key = KeyOf(row.PartitionKey, row.RowKey);
        if (action.ActionType == TableTransactionActionType.Delete) rows.Remove(key);
        else rows[key] = row;
        return new(row.ETag);
    }

    private static string KeyOf(string partition, string row) => $"{partition}\0{row}";

    private static RequestFailedException Failure(int status, TableErrorCode code) => new(status, code.ToString(), code.ToString(), null);

    // Storage keeps no nulls, and hands out rows that are the caller's own.
    private static TableEntity Copy(TableEntity row, IEnumerable<string>? select = null)
        => new(row.Where(column => column.Value is not null && select?.Contains(column.Key) != false).ToDictionary());

    private static bool Matches(TableEntity row, string filter) => Comparison().Matches(filter).All(comparison =>
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

        protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);
        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];
        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
            => throw new NotSupportedException();
    }
}
