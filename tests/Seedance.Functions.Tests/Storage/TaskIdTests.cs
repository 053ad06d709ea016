using System.Text.Json;
using System.Text.RegularExpressions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class TaskIdTests
{
    [Fact]
    public void An_id_is_shaped_like_the_providers_and_names_its_second()
    {
        var id = TaskId.New(Samples.Now);

        Assert.Matches(new Regex("^task-1772366400-[0-9a-hjkmnp-tv-z]{16}$"), id.ToString());
        Assert.NotEqual(TaskId.New(Samples.Now), id);
        Assert.True(TaskId.TryParse(id.ToString(), out var read));
        Assert.Equal((id, Samples.Now), (read, read.CreatedAt));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"task-1772366400-0123456789abcde\"")]
    [InlineData("\"task-1772366400-0123456789abcdefg\"")]
    [InlineData("\"task-177236640a-0123456789abcdef\"")]
    [InlineData("\"task-17723664000-0123456789abcdef\"")]
    [InlineData("\"Task-1772366400-0123456789abcdef\"")]
    [InlineData("\"task-1772366400-0123456789ABCDEF\"")]
    [InlineData("\"task-1772366400-0123456789abcdef\\n\"")]
    [InlineData("\"task-1772366400-0123456789abcde/\"")]
    [InlineData("\"task-١٧٧٢٣٦٦٤٠٠-0123456789abcdef\"")]
    [InlineData("\"batch-1772366400-0123456789abcdef\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void Anything_of_another_shape_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TaskId>(json));
        Assert.False(TaskId.TryParse(json is "7" or "null" ? null : JsonSerializer.Deserialize<string>(json), out var id));
        Assert.Equal(default, id);
    }

    [Fact]
    public void Ids_travel_in_JSON_as_text()
    {
        var ids = (TaskId.New(Samples.Now), Batch: (BatchId?)BatchId.Of(TaskId.New(Samples.Now)), None: (TaskId?)null);
        var options = new JsonSerializerOptions { IncludeFields = true };

        var json = JsonSerializer.Serialize(ids, options);

        Assert.Equal($$"""{"Item1":"{{ids.Item1}}","Item2":"{{ids.Batch}}","Item3":null}""", json);
        Assert.Equal(ids, JsonSerializer.Deserialize<(TaskId, BatchId?, TaskId?)>(json, options));
    }

    [Fact]
    public void The_row_key_has_both_parts_of_the_id_and_sorts_newest_first()
    {
        Assert.True(TaskId.TryParse("task-1772366400-0123456789abcdef", out var id));
        DateTimeOffset[] oldestFirst = [DateTimeOffset.UnixEpoch, Samples.Now, Samples.Now.AddSeconds(1), Samples.Now.AddYears(200)];
        var keys = oldestFirst.Select(at => TaskId.New(at).RowKey).ToList();

        Assert.Equal(("8227633599-0123456789abcdef", "1772366400-0123456789abcdef"), (id.RowKey, id.Chronological));
        Assert.Equal(keys.AsEnumerable().Reverse(), keys.Order(StringComparer.Ordinal));
    }
}
