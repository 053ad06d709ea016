using Azure;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tests.Tables;

[Collection(nameof(AzuriteCollection))]
public sealed class TransactionsTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task A_hundred_operations_happen_together_and_each_has_its_response()
    {
        var actions = Enumerable.Range(0, 100)
            .Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:000}") { ["I"] = (long)i }));

        var responses = await Table.SubmitTransactionAsync(actions);

        Assert.Equal(202, responses.GetRawResponse().Status);
        Assert.Equal(100, responses.Value.Count);
        Assert.All(responses.Value, response => Assert.Equal(204, response.Status));
        Assert.Equal(100, responses.Value.Select(response => response.Headers.ETag).Count(etag => etag is not null));
        var read = await Table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long?)i), read.Select(entity => entity.GetInt64("I")));
    }

    [Fact]
    public async Task A_hundred_and_one_operations_are_refused()
    {
        var actions = Enumerable.Range(0, 101).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i}")));

        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => Table.SubmitTransactionAsync(actions));

        Assert.Equal(400, failure.Status);
        Assert.Empty(await Table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task No_operation_at_all_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([]));

    [Fact]
    public async Task Every_kind_of_operation_works_in_one_transaction()
    {
        foreach (var row in new[] { "merge", "replace", "delete", "upsert-merge", "upsert-replace" })
            await Table.AddEntityAsync(new TableEntity("p", row) { ["A"] = 1, ["B"] = 1 });

        await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Changed("add")),
            new(TableTransactionActionType.UpdateMerge, Changed("merge"), ETag.All),
            new(TableTransactionActionType.UpdateReplace, Changed("replace")),
            new(TableTransactionActionType.Delete, Changed("delete")),
            new(TableTransactionActionType.UpsertMerge, Changed("upsert-merge")),
            new(TableTransactionActionType.UpsertReplace, Changed("upsert-replace")),
            new(TableTransactionActionType.UpsertReplace, Changed("upsert-new")),
        ]);

        var read = await Table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(
            [("add", false), ("merge", true), ("replace", false), ("upsert-merge", true), ("upsert-new", false), ("upsert-replace", false)],
            read.Select(entity => (entity.RowKey, entity.ContainsKey("B"))));
        Assert.All(read, entity => Assert.Equal("2 'zwei' 動画", entity["A"]));

        static TableEntity Changed(string row) => new("p", row) { ["A"] = "2 'zwei' 動画" };
    }

    [Fact]
    public async Task One_failing_operation_is_named_and_undoes_all()
    {
        await Table.AddEntityAsync(new TableEntity("p", "there"));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "new")),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "other")),
            new(TableTransactionActionType.Add, new TableEntity("p", "there")),
            new(TableTransactionActionType.Add, new TableEntity("p", "last")),
        ]));

        Assert.Equal(2, failure.FailedTransactionActionIndex);
        Assert.Equal((409, "EntityAlreadyExists"), (failure.Status, failure.ErrorCode));
        Assert.Equal("there", Assert.Single(await Table.QueryAsync<TableEntity>().ToListAsync()).RowKey);
    }

    [Fact]
    public async Task An_old_etag_fails_the_transaction()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });
        TableEntity first = await Table.GetEntityAsync<TableEntity>("p", "r");
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, ETag.All);

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "new")),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "r") { ["A"] = 3 }, first.ETag),
        ]));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (failure.Status, failure.ErrorCode));
        Assert.Equal(1, failure.FailedTransactionActionIndex);
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "new")).HasValue);
    }

    [Theory]
    [InlineData("o'neil", "it's")]
    [InlineData("100% %20", "ключ 鍵 🎬")]
    [InlineData("task-1 (a,b)", "{json: 1} POST HTTP:")]
    public async Task Keys_and_values_may_hold_any_text(string partitionKey, string rowKey)
    {
        var text = $"{partitionKey}\r\n--changesetresponse_{rowKey} HTTP/1.1 500 {{}} PATCH";
        await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity(partitionKey, rowKey) { ["Text"] = text }),
            new(TableTransactionActionType.UpsertMerge, new TableEntity(partitionKey, rowKey + "2") { ["Text"] = text }),
        ]);
        await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpdateMerge, new TableEntity(partitionKey, rowKey) { ["More"] = 1 }),
            new(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey + "2")),
        ]);

        var read = Assert.Single(await Table.QueryAsync<TableEntity>().ToListAsync());

        Assert.Equal((partitionKey, rowKey, text, 1), (read.PartitionKey, read.RowKey, read["Text"], read["More"]));
    }
}
