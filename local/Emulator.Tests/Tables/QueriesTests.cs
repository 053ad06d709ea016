using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tests.Tables;

[Collection(nameof(AzuriteCollection))]
public sealed class QueriesTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.FromHours(2)).AddTicks(1234567);

    [Fact]
    public void A_filter_quotes_each_value_by_its_type()
    {
        var guid = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");

        Assert.Equal("A eq 'o''neil'", TableClient.CreateQueryFilter($"A eq {"o'neil"}"));
        Assert.Equal("A eq ''''", TableClient.CreateQueryFilter($"A eq {'\''}"));
        Assert.Equal("A eq 5 and B eq 5L", TableClient.CreateQueryFilter($"A eq {5} and B eq {5L}"));
        Assert.Equal("A eq -1.5", TableClient.CreateQueryFilter($"A eq {-1.5}"));
        Assert.Equal("A eq true or A eq false", TableClient.CreateQueryFilter($"A eq {true} or A eq {false}"));
        Assert.Equal($"A eq guid'{guid}'", TableClient.CreateQueryFilter($"A eq {guid}"));
        Assert.Equal("A ge datetime'2026-02-28T21:59:59.1234567Z'", TableClient.CreateQueryFilter($"A ge {Time}"));
        Assert.Equal("A ge datetime'2026-02-28T21:59:59.1234567Z'", TableClient.CreateQueryFilter($"A ge {Time.UtcDateTime}"));
        Assert.Equal("A ge datetime'1970-01-01T00:00:00Z'", TableClient.CreateQueryFilter($"A ge {DateTimeOffset.UnixEpoch}"));
        Assert.Equal("A eq X'00FF'", TableClient.CreateQueryFilter($"A eq {new byte[] { 0, 255 }}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {new object()}"));
    }

    [Theory]
    [InlineData("o'neil")]
    [InlineData("''")]
    [InlineData("a' or PartitionKey ne 'a")]
    [InlineData("100% & more = ? # + /")]
    [InlineData("動画 🎬")]
    public async Task A_filter_finds_exactly_the_text(string text)
    {
        await Table.AddEntityAsync(new TableEntity("p", "1") { ["Text"] = text });
        await Table.AddEntityAsync(new TableEntity("p", "2") { ["Text"] = "other" });

        var found = await Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Text eq {text}")).ToListAsync();

        Assert.Equal("1", Assert.Single(found).RowKey);
    }

    [Fact]
    public async Task A_filter_finds_values_of_every_type()
    {
        var guid = Guid.NewGuid();
        await Table.AddEntityAsync(new TableEntity("p", "1")
        {
            ["Int"] = 5,
            ["Long"] = 5_000_000_000L,
            ["Double"] = 1.5,
            ["Bool"] = true,
            ["Time"] = Time,
            ["Guid"] = guid,
            ["Bytes"] = new byte[] { 1, 255 },
        });
        await Table.AddEntityAsync(new TableEntity("p", "2") { ["Int"] = 6, ["Bool"] = false });

        foreach (var filter in new[]
        {
            TableClient.CreateQueryFilter($"Int eq {5}"),
            TableClient.CreateQueryFilter($"Long eq {5_000_000_000L}"),
            TableClient.CreateQueryFilter($"Double gt {1.25}"),
            TableClient.CreateQueryFilter($"Bool eq {true}"),
            TableClient.CreateQueryFilter($"Time le {Time} and Time ge {Time}"),
            TableClient.CreateQueryFilter($"Guid eq {guid}"),
            TableClient.CreateQueryFilter($"Bytes eq {new byte[] { 1, 255 }}"),
        })
        {
            var found = await Table.QueryAsync<TableEntity>(filter).ToListAsync();
            Assert.True(found is [{ RowKey: "1" }], $"{filter} found {found.Count}");
        }
    }

    [Fact]
    public async Task Pages_are_as_small_as_asked_for_and_come_in_order()
    {
        await AddRowsAsync(7);

        var pages = await Table.QueryAsync<TableEntity>(maxPerPage: 3).AsPages().ToListAsync();

        Assert.Equal([3, 3, 1], pages.Where(page => page.Values.Count > 0).Select(page => page.Values.Count));
        Assert.Equal(Rows(0, 7), pages.SelectMany(page => page.Values).Select(entity => entity.RowKey));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.All(pages, page => Assert.Equal(200, page.GetRawResponse().Status));
    }

    [Fact]
    public async Task A_continuation_token_goes_on_where_the_page_ended()
    {
        await AddRowsAsync(7, "p é'");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"p é'"}");
        var first = await Table.QueryAsync<TableEntity>(filter).AsPages(pageSizeHint: 2).FirstAsync();

        var second = await Table.QueryAsync<TableEntity>(filter).AsPages(first.ContinuationToken, 3).FirstAsync();
        var rest = await Table.QueryAsync<TableEntity>(filter).AsPages(second.ContinuationToken).ToListAsync();

        Assert.Equal(Rows(0, 2), first.Values.Select(entity => entity.RowKey));
        Assert.Equal(Rows(2, 3), second.Values.Select(entity => entity.RowKey));
        Assert.Equal(Rows(5, 2), rest.SelectMany(page => page.Values).Select(entity => entity.RowKey));
    }

    [Fact]
    public async Task More_entities_than_the_service_gives_at_once_all_come()
    {
        for (var batch = 0; batch < 11; batch++)
            await Table.SubmitTransactionAsync(Enumerable.Range(batch * 100, 100)
                .Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:0000}"))));

        Assert.Equal(1_100, await Table.QueryAsync<Everything>().CountAsync());
    }

    [Fact]
    public async Task A_malformed_filter_and_a_foreign_continuation_token_are_refused()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(async () => await Table.QueryAsync<TableEntity>("A eq").ToListAsync());
        Assert.Equal(400, failure.Status);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Table.QueryAsync<TableEntity>().AsPages("foreign").ToListAsync());
    }

    [Fact]
    public async Task An_enumeration_can_be_cancelled()
    {
        await AddRowsAsync(3);
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in Table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellation.Token).AsPages())
                await cancellation.CancelAsync();
        });
    }

    private static IEnumerable<string> Rows(int from, int count) =>
        Enumerable.Range(from, count).Select(i => i.ToString(CultureInfo.InvariantCulture));

    private async Task AddRowsAsync(int count, string partition = "p")
    {
        foreach (var row in Rows(0, count))
            await Table.AddEntityAsync(new TableEntity(partition, row));
    }
}
