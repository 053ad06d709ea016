using System.Diagnostics.CodeAnalysis;
using Azure.Core;
using Azure.Data.Tables.Models;
using Seedance.Emulator.Tables;

namespace Azure.Data.Tables;

public class TableClient
{
    private readonly TableService? _service;
    private readonly string? _name;

    protected TableClient()
    {
    }

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(new TableService(TableAccount.Parse(connectionString), options ?? new()), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(new TableService(new TableAccount(endpoint, credential), options ?? new()), tableName)
    {
    }

    [SuppressMessage("Style", "IDE0060", Justification = "Microsoft's signature; the refusal needs none of it.")]
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
    {
        throw TableAccount.OnlySharedKey();
    }

    internal TableClient(TableService service, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _service = service;
        _name = tableName;
    }

    public virtual string Name => _name!;

    public virtual string AccountName => Service.Account.Name;

    public virtual Uri Uri => new($"{Service.Account.Endpoint.AbsoluteUri.TrimEnd('/')}/{_name}");

    private TableService Service => _service ?? throw TableService.Mocked();

    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        Service.CreateTableAsync(Name, mayExist: true, cancellationToken);

    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        Service.CreateTableAsync(Name, mayExist: false, cancellationToken);

    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        Service.DeleteTableAsync(Name, cancellationToken);

    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        Service.SendAsync(EntityOperation.Add(Name, entity), cancellationToken);

    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await Service.GetEntityAsync(Name, partitionKey, rowKey, select, mayBeMissing: false, cancellationToken);
        return Response.FromValue(EntityReader.Read<T>(response), response);
    }

    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await Service.GetEntityAsync(Name, partitionKey, rowKey, select, mayBeMissing: true, cancellationToken);
        return response.Status == 404 ? new MissingEntity<T>(response) : Response.FromValue(EntityReader.Read<T>(response), response);
    }

    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default)
            throw new ArgumentException("Value cannot be empty.", nameof(ifMatch));
        return Service.SendAsync(EntityOperation.Update(Name, entity, ifMatch, mode), cancellationToken);
    }

    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        Service.SendAsync(EntityOperation.Upsert(Name, entity, mode), cancellationToken);

    public virtual Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        Service.SendAsync(EntityOperation.Delete(Name, partitionKey, rowKey, ifMatch), cancellationToken);

    public virtual Task<Response> DeleteEntityAsync(
        ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        new TableQuery<T>(Service, $"{Name}()", filter, maxPerPage, select, EntityReader.Read<T>, cancellationToken);

    public virtual Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default) =>
        Service.SubmitTransactionAsync(Name, transactionActions, cancellationToken);

    public static string CreateQueryFilter(FormattableString filter) => TableFilter.Create(filter);
}
