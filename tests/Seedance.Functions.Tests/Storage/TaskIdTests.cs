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

    [Fact]
    public void Anything_of_another_shape_is_refused()
    {
        Assert.All(["", "7", "null"], json => Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<TaskId>(json)));
        Assert.All(
            [
                "task-1772366400-0123456789abcde", "task-1772366400-0123456789abcdefg", "task-177236640a-0123456789abcdef",
                "Task-1772366400-0123456789abcdef", "task-1772366400-0123456789ABCDEF", "task-1772366400-0123456789abcdef\n",
                "task-1772366400-0123456789abcde/", "task-١٧٧٢٣٦٦٤٠٠-0123456789abcdef", "batch-1772366400-0123456789abcdef",
            ],
            text => Assert.False(TaskId.TryParse(text, out _)));
    }
}
