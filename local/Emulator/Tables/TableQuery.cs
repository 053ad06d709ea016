using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Core;

namespace Seedance.Emulator.Tables;

/// <summary>
/// A query, page by page. A page may be empty and still have a continuation: the service stops after a second or at a partition
/// boundary; only a page without a continuation is the last.
/// </summary>
internal sealed class TableQuery<T>(
    TableService service,
    string path,
    string? filter,
    int? maxPerPage,
    IEnumerable<string>? select,
    Func<JsonElement, T> read,
    CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        PagesAsync(continuationToken, pageSizeHint ?? maxPerPage, CancellationToken);

    public override async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages().WithCancellation(cancellationToken))
            foreach (var value in page.Values)
                yield return value;
    }

    private async IAsyncEnumerable<Page<T>> PagesAsync(
        string? continuation, int? pageSize, CancellationToken ofQuery, [EnumeratorCancellation] CancellationToken ofEnumeration = default)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(ofQuery, ofEnumeration);
        do
        {
            var page = await ReadPageAsync(TableContinuation.Parse(continuation), pageSize, cancellation.Token);
            continuation = page.ContinuationToken;
            yield return page;
        }
        while (continuation is not null);
    }

    private async Task<Page<T>> ReadPageAsync(TableContinuation? from, int? pageSize, CancellationToken cancellationToken)
    {
        using var message = service.CreateMessage(RequestMethod.Get, path);
        var uri = message.Request.Uri;
        if (filter is { Length: > 0 })
            uri.AppendQuery("$filter", filter, escapeValue: true);
        if (select is not null)
            uri.AppendQuery("$select", string.Join(',', select), escapeValue: true);
        if (pageSize is { } top)
            uri.AppendQuery("$top", top.ToString(CultureInfo.InvariantCulture));
        from?.AppendTo(uri);
        var response = await service.SendAsync(message, alsoExpected: null, cancellationToken);
        using var body = JsonDocument.Parse(response.Content.ToMemory());
        var json = body.RootElement.GetProperty("value");
        var values = new List<T>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
            values.Add(read(item));
        return Page<T>.FromValues(values, TableContinuation.Of(response)?.ToString(), response);
    }
}
