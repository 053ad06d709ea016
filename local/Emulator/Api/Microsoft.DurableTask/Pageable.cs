using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask;

public static class Pageable
{
    public static AsyncPageable<T> Create<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull => new FunctionPageable<T>(pageFunc);

    private sealed class FunctionPageable<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> next) : AsyncPageable<T>
        where T : notnull
    {
        public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default) =>
            Pages(continuationToken, pageSizeHint);

        private async IAsyncEnumerable<Page<T>> Pages(
            string? token, int? size, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            do
            {
                var page = await next(token, size, cancellationToken);
                yield return page;
                token = page.ContinuationToken;
            }
            while (token is not null);
        }
    }
}
