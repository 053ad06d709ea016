using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Seedance.Emulator.Tests.Tables;

[Collection(nameof(AzuriteCollection))]
public sealed class EntityOperationsTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Adding_twice_is_a_conflict()
    {
        var added = await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(204, added.Status);
        Assert.NotNull(added.Headers.ETag);
        Assert.Equal(409, failure.Status);
        Assert.Equal("EntityAlreadyExists", failure.ErrorCode);
        Assert.True(failure.ErrorCode! == TableErrorCode.EntityAlreadyExists);
    }

    [Fact]
    public async Task Getting_what_is_not_there_is_an_error_and_asking_whether_it_is_there_is_none()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.GetEntityAsync<TableEntity>("p", "none"));
        var maybe = await Table.GetEntityIfExistsAsync<TableEntity>("p", "none");
        await Table.AddEntityAsync(new TableEntity("p", "some"));
        var some = await Table.GetEntityIfExistsAsync<TableEntity>("p", "some");

        Assert.Equal((404, "ResourceNotFound"), (failure.Status, failure.ErrorCode));
        Assert.False(maybe.HasValue);
        Assert.Equal(404, maybe.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => maybe.Value);
        Assert.True(some.HasValue);
        Assert.Equal("some", some.Value!.RowKey);
    }

    [Fact]
    public async Task A_merge_keeps_other_properties_and_a_replace_drops_them()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 });

        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, ETag.All);
        TableEntity merged = await Table.GetEntityAsync<TableEntity>("p", "r");
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, merged.ETag, TableUpdateMode.Replace);
        TableEntity replaced = await Table.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal((2, 1), (merged["A"], merged["B"]));
        Assert.Equal(3, replaced["A"]);
        Assert.False(replaced.ContainsKey("B"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task An_update_with_an_old_etag_changes_nothing(TableUpdateMode mode)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });
        TableEntity first = await Table.GetEntityAsync<TableEntity>("p", "r");
        var updated = await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, first.ETag, mode);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, first.ETag, mode));

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal((412, "UpdateConditionNotSatisfied"), (failure.Status, failure.ErrorCode));
        Assert.Equal(2, read["A"]);
        Assert.Equal(updated.Headers.ETag, read.ETag);
    }

    [Fact]
    public async Task Updating_what_is_not_there_is_not_found_and_an_update_needs_an_etag()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));

        Assert.Equal((404, "ResourceNotFound"), (failure.Status, failure.ErrorCode));
        await Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), default));
    }

    [Fact]
    public async Task An_upsert_adds_merges_or_replaces()
    {
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 });
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 2 });
        TableEntity merged = await Table.GetEntityAsync<TableEntity>("p", "r");
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, TableUpdateMode.Replace);
        TableEntity replaced = await Table.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal((2, 1), (merged["A"], merged["B"]));
        Assert.Equal((3, null), (replaced["A"], replaced["B"]));
    }

    [Fact]
    public async Task A_delete_heeds_the_etag_and_deleting_twice_is_no_error()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));
        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r");
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, ETag.All);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.DeleteEntityAsync("p", "r", read.ETag));
        var deleted = await Table.DeleteEntityAsync(read);
        var again = await Table.DeleteEntityAsync("p", "r");

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (failure.Status, failure.ErrorCode));
        Assert.Equal((204, 404), (deleted.Status, again.Status));
    }

    [Fact]
    public async Task Select_reads_only_what_is_asked_for()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2L });

        TableEntity got = await Table.GetEntityAsync<TableEntity>("p", "r", ["B"]);
        var queried = await Table.QueryAsync<TableEntity>(select: ["RowKey", "A"]).SingleAsync();

        Assert.Equal(2L, got["B"]);
        Assert.False(got.ContainsKey("A"));
        Assert.Equal(("r", 1), (queried.RowKey, queried["A"]));
        Assert.False(queried.ContainsKey("B"));
    }

    [Theory]
    [InlineData("plain", "")]
    [InlineData("o'neil ''", "it's 'quoted'")]
    [InlineData("100% %20 %27 %2F", "a+b&c=d;e,f")]
    [InlineData("ключ 鍵 🎬", "é̀ ß ﷽")]
    [InlineData("a∕b⧵c", "(PartitionKey='x',RowKey='y')")]
    [InlineData("http:not-a-path", "a:b@c$d!e*f~g|h")]
    public async Task Keys_may_hold_any_text_that_the_service_allows(string partitionKey, string rowKey)
    {
        await Table.AddEntityAsync(new TableEntity(partitionKey, rowKey) { ["A"] = 1 });
        await Table.UpdateEntityAsync(new TableEntity(partitionKey, rowKey) { ["A"] = 2 }, ETag.All);
        await Table.UpsertEntityAsync(new TableEntity(partitionKey, rowKey) { ["B"] = 3 });

        TableEntity read = await Table.GetEntityAsync<TableEntity>(partitionKey, rowKey);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey eq {rowKey}");
        var found = await Table.QueryAsync<TableEntity>(filter).ToListAsync();
        var deleted = await Table.DeleteEntityAsync(partitionKey, rowKey);

        Assert.Equal((partitionKey, rowKey, 2, 3), (read.PartitionKey, read.RowKey, read["A"], read["B"]));
        Assert.Equal(rowKey, Assert.Single(found).RowKey);
        Assert.Equal(204, deleted.Status);
    }

    [Fact]
    public async Task A_table_that_is_missing_is_named_in_the_error()
    {
        var table = new TableClient(ConnectionString, AzuriteFixture.NewName());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(404, failure.Status);
        Assert.True(failure.ErrorCode! == TableErrorCode.TableNotFound || failure.ErrorCode! == TableErrorCode.ResourceNotFound);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: new CancellationToken(canceled: true)));
    }
}
