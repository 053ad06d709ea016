using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tables;

/// <summary>One write to one entity, sent alone or as a part of a transaction.</summary>
internal sealed record EntityOperation(RequestMethod Method, string Path, ReadOnlyMemory<byte>? Body, string? IfMatch)
{
    public const string Accept = "application/json;odata=minimalmetadata";
    public const string ContentType = "application/json;odata=nometadata";
    public const string Prefer = "return-no-content";

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static EntityOperation Add(string table, ITableEntity entity) =>
        new(RequestMethod.Post, table, Checked(entity), IfMatch: null);

    public static EntityOperation Update(string table, ITableEntity entity, ETag ifMatch, TableUpdateMode mode)
    {
        var body = Checked(entity);
        return new(MethodOf(mode), Address(table, entity.PartitionKey, entity.RowKey), body, ifMatch.ToString());
    }

    public static EntityOperation Upsert(string table, ITableEntity entity, TableUpdateMode mode)
    {
        var body = Checked(entity);
        return new(MethodOf(mode), Address(table, entity.PartitionKey, entity.RowKey), body, IfMatch: null);
    }

    public static EntityOperation Delete(string table, string partitionKey, string rowKey, ETag ifMatch) =>
        new(RequestMethod.Delete, Address(table, partitionKey, rowKey), Body: null, (ifMatch == default ? ETag.All : ifMatch).ToString());

    public static EntityOperation Of(string table, TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Add => Add(table, action.Entity),
        TableTransactionActionType.UpdateMerge => Update(table, action.Entity, OrAny(action.ETag), TableUpdateMode.Merge),
        TableTransactionActionType.UpdateReplace => Update(table, action.Entity, OrAny(action.ETag), TableUpdateMode.Replace),
        TableTransactionActionType.Delete => Delete(table, action.Entity.PartitionKey, action.Entity.RowKey, action.ETag),
        TableTransactionActionType.UpsertMerge => Upsert(table, action.Entity, TableUpdateMode.Merge),
        TableTransactionActionType.UpsertReplace => Upsert(table, action.Entity, TableUpdateMode.Replace),
        _ => throw new InvalidOperationException($"Unknown transaction action {action.ActionType}."),
    };

    public static string Address(string table, string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        return $"{table}(PartitionKey='{Key(partitionKey)}',RowKey='{Key(rowKey)}')";
    }

    private static string Key(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private static ETag OrAny(ETag etag) => etag == default ? ETag.All : etag;

    private static RequestMethod MethodOf(TableUpdateMode mode) => mode switch
    {
        TableUpdateMode.Merge => RequestMethod.Patch,
        TableUpdateMode.Replace => RequestMethod.Put,
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    private static ReadOnlyMemory<byte> Checked(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (entity.PartitionKey is null || entity.RowKey is null)
            throw new ArgumentException("An entity needs a PartitionKey and a RowKey.", nameof(entity));
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        EntityWriter.Write(writer, entity);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
