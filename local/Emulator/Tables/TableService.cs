using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Seedance.Emulator.Tables;

/// <summary>The Table service over HTTP: one pipeline for an account, shared by all clients of its tables.</summary>
internal sealed class TableService
{
    private readonly HttpPipeline _pipeline;
    private readonly string _root;
    private readonly string _version;

    public TableService(TableAccount account, TableClientOptions options)
    {
        Account = account;
        _root = account.Endpoint.AbsoluteUri.TrimEnd('/') + '/';
        _version = options.Version;
        var pipeline = new HttpPipelineOptions(options) { RequestFailedDetailsParser = TableErrors.Parser };
        pipeline.PerRetryPolicies.Add(new SharedKeyPolicy(account));
        _pipeline = HttpPipelineBuilder.Build(pipeline);
    }

    public TableAccount Account { get; }

    public static InvalidOperationException Mocked() =>
        new("This client was made by its protected constructor, for mocking; it has no account to talk to.");

    public Uri AddressOf(string path) => new(_root + path);

    public HttpMessage CreateMessage(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(AddressOf(path));
        message.Request.Headers.Add("x-ms-version", _version);
        message.Request.Headers.Add("DataServiceVersion", "3.0");
        message.Request.Headers.Add("Accept", EntityOperation.Accept);
        return message;
    }

    public async Task<Response> SendAsync(HttpMessage message, int? alsoExpected, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken);
        var response = message.Response;
        return response.Status is >= 200 and < 300 || response.Status == alsoExpected ? response : throw new RequestFailedException(response);
    }

    public async Task<Response> SendAsync(EntityOperation operation, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(operation.Method, operation.Path);
        if (operation.IfMatch is { } ifMatch)
            message.Request.Headers.Add("If-Match", ifMatch);
        if (operation.Body is { } body)
        {
            message.Request.Headers.Add("Content-Type", EntityOperation.ContentType);
            message.Request.Headers.Add("Prefer", EntityOperation.Prefer);
            message.Request.Content = RequestContent.Create(body);
        }
        // Deleting what is not there is no error, as in Microsoft's client.
        return await SendAsync(message, operation.Method == RequestMethod.Delete ? 404 : null, cancellationToken);
    }

    public async Task<Response> GetEntityAsync(
        string table, string partitionKey, string rowKey, IEnumerable<string>? select, bool mayBeMissing, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(RequestMethod.Get, EntityOperation.Address(table, partitionKey, rowKey));
        if (select is not null)
            message.Request.Uri.AppendQuery("$select", string.Join(',', select), escapeValue: true);
        return await SendAsync(message, mayBeMissing ? 404 : null, cancellationToken);
    }

    public async Task<Response<TableItem>> CreateTableAsync(string table, bool mayExist, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(RequestMethod.Post, "Tables");
        message.Request.Headers.Add("Content-Type", EntityOperation.ContentType);
        message.Request.Headers.Add("Prefer", EntityOperation.Prefer);
        message.Request.Content = RequestContent.Create(
            JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["TableName"] = table }));
        var response = await SendAsync(message, mayExist ? 409 : null, cancellationToken);
        if (response.Status == 409
            && (!TableErrors.Parser.TryParse(response, out var error, out _) || error.Code != TableErrorCode.TableAlreadyExists.ToString()))
            throw new RequestFailedException(response);
        return Response.FromValue(new TableItem(table), response);
    }

    public async Task<Response> DeleteTableAsync(string table, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(RequestMethod.Delete, $"Tables('{Uri.EscapeDataString(table)}')");
        return await SendAsync(message, 404, cancellationToken);
    }

    public AsyncPageable<TableItem> QueryTables(string? filter, int? maxPerPage, CancellationToken cancellationToken) =>
        new TableQuery<TableItem>(
            this, "Tables", filter, maxPerPage, select: null, item => new TableItem(item.GetProperty("TableName").GetString()!), cancellationToken);

    public async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        string table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        var batch = new TableBatch(this, table, actions);
        using var message = CreateMessage(RequestMethod.Post, "$batch");
        message.Request.Headers.Add("Content-Type", batch.ContentType);
        message.Request.Content = RequestContent.Create(batch.Content);
        var response = await SendAsync(message, alsoExpected: null, cancellationToken);
        return Response.FromValue(batch.Read(response), response);
    }
}
