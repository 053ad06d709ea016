using Azure;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>The rows of a query, read page by page as they are asked for.</summary>
internal sealed class FakeQuery<T>(Func<string?, Task<IReadOnlyList<(string Key, T Row)>>> readAfter) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var last = continuationToken;
        while (true)
        {
            var page = await readAfter(last);
            if (page.Count == 0) yield break;
            last = page[^1].Key;
            yield return Page<T>.FromValues([.. page.Select(row => row.Row)], last, new FakeResponse(200));
        }
    }
}
