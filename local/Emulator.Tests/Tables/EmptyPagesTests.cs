using System.Text;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tests.Tables;

/// <summary>Azurite never answers an empty page that has a continuation; the real service does.</summary>
public sealed class EmptyPagesTests
{
    private const string Row = """{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"r","Timestamp":"2026-01-01T00:00:00Z"}""";

    [Fact]
    public async Task An_empty_page_with_a_continuation_is_not_the_end()
    {
        var service = new StubService(
            ("", "1!8!cA--", "1!4!MQ--"),
            ("", "1!8!cQ--", null),
            (Row, null, null));

        var entities = await service.Table.QueryAsync<TableEntity>("A eq 1").ToListAsync();

        Assert.Equal("r", Assert.Single(entities).RowKey);
        Assert.Equal(
            ["?$filter=A%20eq%201", "?$filter=A%20eq%201&NextPartitionKey=1%218%21cA--&NextRowKey=1%214%21MQ--", "?$filter=A%20eq%201&NextPartitionKey=1%218%21cQ--"],
            service.Queries);
    }

    [Fact]
    public async Task An_empty_page_gives_a_token_that_goes_on()
    {
        var service = new StubService(("", "p 1", "r&2"), (Row, null, null));

        var first = await service.Table.QueryAsync<TableEntity>().AsPages().FirstAsync();
        var second = await service.Table.QueryAsync<TableEntity>().AsPages(first.ContinuationToken).SingleAsync();

        Assert.Empty(first.Values);
        Assert.Single(second.Values);
        Assert.Equal("?NextPartitionKey=p%201&NextRowKey=r%262", service.Queries[1]);
    }

    [Fact]
    public async Task Metadata_of_any_order_is_understood()
    {
        var service = new StubService((
            """{"Long":"5","Long@odata.type":"Edm.Int64","odata.type":"x","Double@odata.type":"Edm.Double","Double":5,"Plain":5.0,"Big":5000000000}""", null, null));

        var entity = await service.Table.QueryAsync<TableEntity>().SingleAsync();

        Assert.Equal((5L, 5.0, 5.0, 5_000_000_000L), (entity["Long"], entity["Double"], entity["Plain"], entity["Big"]));
    }

    private sealed class StubService : HttpMessageHandler
    {
        private readonly Queue<(string Entity, string? NextPartitionKey, string? NextRowKey)> _pages;

        public StubService(params (string Entity, string? NextPartitionKey, string? NextRowKey)[] pages)
        {
            _pages = new(pages);
            Table = new TableClient(
                "AccountName=a;AccountKey=a2V5;TableEndpoint=http://tables.invalid/a",
                "things",
                new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(this)) });
        }

        public TableClient Table { get; }

        public List<string> Queries { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Queries.Add(request.RequestUri!.Query);
            var (entity, nextPartitionKey, nextRowKey) = _pages.Dequeue();
            var response = new HttpResponseMessage
            {
                RequestMessage = request,
                Content = new StringContent($$"""{"value":[{{entity}}]}""", Encoding.UTF8, "application/json"),
            };
            if (nextPartitionKey is not null)
                response.Headers.Add("x-ms-continuation-NextPartitionKey", nextPartitionKey);
            if (nextRowKey is not null)
                response.Headers.Add("x-ms-continuation-NextRowKey", nextRowKey);
            return Task.FromResult(response);
        }
    }
}
