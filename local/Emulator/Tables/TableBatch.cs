using System.Buffers;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tables;

/// <summary>An entity group transaction: one changeset in a multipart batch. All of its operations happen or none does.</summary>
internal sealed class TableBatch
{
    private readonly int _count;

    public TableBatch(TableService service, string table, IEnumerable<TableTransactionAction> actions)
    {
        var id = Guid.NewGuid();
        var changeset = $"changeset_{Guid.NewGuid()}";
        var content = new ArrayBufferWriter<byte>(4096);
        ContentType = $"multipart/mixed; boundary=batch_{id}";
        Write(content, $"--batch_{id}\r\nContent-Type: multipart/mixed; boundary={changeset}\r\n\r\n");
        foreach (var action in actions)
        {
            Write(content, $"--{changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            Write(content, service, EntityOperation.Of(table, action));
            _count++;
        }
        if (_count == 0)
            throw new InvalidOperationException("A transaction needs at least one action.");
        Write(content, $"--{changeset}--\r\n--batch_{id}--\r\n");
        Content = content.WrittenMemory;
    }

    public string ContentType { get; }

    public ReadOnlyMemory<byte> Content { get; }

    public IReadOnlyList<Response> Read(Response response)
    {
        var parts = BatchPart.ReadAll(response.Content.ToString(), response.ClientRequestId);
        if (parts.Find(part => part.Status >= 300) is { } failed)
            throw new TableTransactionFailedException(new RequestFailedException(failed, null, TableErrors.Parser));
        return parts.Count == _count
            ? parts
            : throw new InvalidDataException($"The service answered {parts.Count} of {_count} operations of a transaction.");
    }

    private static void Write(ArrayBufferWriter<byte> content, TableService service, EntityOperation operation)
    {
        Write(content, $"{operation.Method} {service.AddressOf(operation.Path).AbsoluteUri} HTTP/1.1\r\n");
        Write(content, $"Accept: {EntityOperation.Accept}\r\nDataServiceVersion: 3.0\r\n");
        if (operation.IfMatch is { } ifMatch)
            Write(content, $"If-Match: {ifMatch}\r\n");
        if (operation.Body is { } body)
        {
            Write(content, $"Prefer: {EntityOperation.Prefer}\r\nContent-Type: {EntityOperation.ContentType}\r\n\r\n");
            content.Write(body.Span);
        }
        Write(content, "\r\n");
    }

    private static void Write(ArrayBufferWriter<byte> content, string text) => Encoding.UTF8.GetBytes(text, content);
}
