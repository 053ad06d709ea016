using Azure;
using Azure.Core;

namespace Seedance.Emulator.Tables;

/// <summary>Where the next page begins: the service's opaque values, as one token that a caller can keep.</summary>
internal sealed record TableContinuation(string? Table, string? PartitionKey, string? RowKey)
{
    public static TableContinuation? Parse(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return null;
        var parts = token.Split(' ');
        return parts.Length == 3
            ? new(Part(parts[0]), Part(parts[1]), Part(parts[2]))
            : throw new ArgumentException("This is not a continuation token of a table query.", nameof(token));

        static string? Part(string text) => text.Length == 0 ? null : Uri.UnescapeDataString(text);
    }

    public static TableContinuation? Of(Response response)
    {
        var continuation = new TableContinuation(Header("NextTableName"), Header("NextPartitionKey"), Header("NextRowKey"));
        return continuation is { Table: null, PartitionKey: null, RowKey: null } ? null : continuation;

        string? Header(string name) =>
            response.Headers.TryGetValue($"x-ms-continuation-{name}", out var value) && value.Length > 0 ? value : null;
    }

    public void AppendTo(RequestUriBuilder uri)
    {
        Append("NextTableName", Table);
        Append("NextPartitionKey", PartitionKey);
        Append("NextRowKey", RowKey);

        void Append(string name, string? value)
        {
            if (value is not null)
                uri.AppendQuery(name, value, escapeValue: true);
        }
    }

    public override string ToString() => string.Join(' ', new[] { Table, PartitionKey, RowKey }.Select(part => Uri.EscapeDataString(part ?? "")));
}
