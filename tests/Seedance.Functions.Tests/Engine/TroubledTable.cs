using Azure;
using Azure.Data.Tables;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Engine;

/// <summary>A table behind trouble.</summary>
internal sealed class TroubledTable(FakeTableClient table, StorageTrouble trouble) : TableClient
{
    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        => trouble.ReadAsync(() => Alone(() => table.GetEntityIfExistsAsync<T>(partitionKey, rowKey, select, cancellationToken)));

    public override Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        => trouble.WriteAsync(() => Alone(() => table.UpdateEntityAsync(entity, ifMatch, mode, cancellationToken)));

    public override Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
        => trouble.WriteAsync(() => Alone(() => table.DeleteEntityAsync(partitionKey, rowKey, ifMatch, cancellationToken)));

    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
        => trouble.WriteAsync(() => Alone(() => table.SubmitTransactionAsync(transactionActions, cancellationToken)));

    public override AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        if (trouble.IsDown) throw new RequestFailedException(503, "Storage is out of reach.");
        return Alone(() => table.QueryAsync<T>(filter, maxPerPage, select, cancellationToken));
    }

    private T Alone<T>(Func<T> operation)
    {
        lock (table)
        {
            return operation();
        }
    }
}
