using System.Diagnostics.CodeAnalysis;
using Azure.Core;
using Azure.Data.Tables.Models;
using Seedance.Emulator.Tables;

namespace Azure.Data.Tables;

public class TableServiceClient
{
    private readonly TableService? _service;

    protected TableServiceClient()
    {
    }

    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public TableServiceClient(string connectionString, TableClientOptions? options = null)
    {
        _service = new TableService(TableAccount.Parse(connectionString), options ?? new());
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        _service = new TableService(new TableAccount(endpoint, credential), options ?? new());
    }

    [SuppressMessage("Style", "IDE0060", Justification = "Microsoft's signature; the refusal needs none of it.")]
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null)
    {
        throw TableAccount.OnlySharedKey();
    }

    public virtual string AccountName => Service.Account.Name;

    public virtual Uri Uri => Service.Account.Endpoint;

    private TableService Service => _service ?? throw TableService.Mocked();

    public virtual TableClient GetTableClient(string tableName) => new(Service, tableName);

    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        Service.CreateTableAsync(tableName, mayExist: true, cancellationToken);

    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        Service.DeleteTableAsync(tableName, cancellationToken);

    public virtual AsyncPageable<TableItem> QueryAsync(
        string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        Service.QueryTables(filter, maxPerPage, cancellationToken);

    public static string CreateQueryFilter(FormattableString filter) => TableFilter.Create(filter);
}
