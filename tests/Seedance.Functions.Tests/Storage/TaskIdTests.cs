namespace Seedance.Functions.Tests.Storage;

public class TaskIdTests
{
    [Fact]
    public void An_id_names_its_second_and_its_row_key_sorts_newest_first()
    {
        Assert.True(TaskId.TryParse("task-1772366400-0123456789abcdef", out var id));
        DateTimeOffset[] oldestFirst = [DateTimeOffset.UnixEpoch, Samples.Now, Samples.Now.AddSeconds(1), Samples.Now.AddYears(200)];
        var keys = oldestFirst.Select(at => TaskId.New(at).RowKey).ToList();

        Assert.Equal((Samples.Now, "8227633599-0123456789abcdef"), (id.CreatedAt, id.RowKey));
        Assert.Equal(keys.AsEnumerable().Reverse(), keys.Order(StringComparer.Ordinal));
        Assert.NotEqual(TaskId.New(Samples.Now), TaskId.New(Samples.Now));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"task-1772366400-0123456789abcde\"")]
    [InlineData("\"task-1772366400-0123456789abcdefg\"")]
    [InlineData("\"task-177236640a-0123456789abcdef\"")]
    [InlineData("\"Task-1772366400-0123456789abcdef\"")]
    [InlineData("\"task-1772366400-0123456789ABCDEF\"")]
    [InlineData("\"task-1772366400-0123456789abcdef\\n\"")]
    [InlineData("\"task-1772366400-0123456789abcde/\"")]
    [InlineData("\"task-١٧٧٢٣٦٦٤٠٠-0123456789abcdef\"")]
    [InlineData("\"batch-1772366400-0123456789abcdef\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void Anything_of_another_shape_is_refused(string json)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TaskId>(json));

    [Fact]
    public void Ids_travel_in_JSON_as_text()
    {
        var ids = (TaskId.New(Samples.Now), Batch: (BatchId?)BatchId.Of(TaskId.New(Samples.Now)), None: (TaskId?)null);
        var options = new JsonSerializerOptions { IncludeFields = true };

        var json = JsonSerializer.Serialize(ids, options);

        Assert.Equal($$"""{"Item1":"{{ids.Item1}}","Item2":"{{ids.Batch}}","Item3":null}""", json);
        Assert.Equal(ids, JsonSerializer.Deserialize<(TaskId, BatchId?, TaskId?)>(json, options));
    }
}
