using System.Text.Json;
using System.Text.RegularExpressions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class TaskIdTests
{
    [Fact]
    public void An_id_is_shaped_like_the_provider_s_and_names_the_second_it_was_made_in()
        => Assert.Matches(new Regex("^task-1772366400-[0-9a-hjkmnp-tv-z]{16}$"), TaskId.New(Samples.Now).ToString());

    [Fact]
    public void Two_ids_of_one_second_differ() => Assert.NotEqual(TaskId.New(Samples.Now), TaskId.New(Samples.Now));

    [Fact]
    public void An_id_that_was_made_can_be_read()
    {
        var id = TaskId.New(Samples.Now);

        Assert.True(TaskId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
        Assert.Equal(Samples.Now, read.CreatedAt);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("task-")]
    [InlineData("task-1772366400-0123456789abcde")]
    [InlineData("task-1772366400-0123456789abcdefg")]
    [InlineData("task-177236640-0123456789abcdef")]
    [InlineData("task-17723664000-0123456789abcdef")]
    [InlineData("task-1772366400-0123456789ABCDEF")]
    [InlineData("Task-1772366400-0123456789abcdef")]
    [InlineData("task-1772366400_0123456789abcdef")]
    [InlineData("task-177236640a-0123456789abcdef")]
    [InlineData(" task-1772366400-0123456789abcdef")]
    [InlineData("task-1772366400-0123456789abcdef ")]
    [InlineData("task-1772366400-0123456789abcdef\n")]
    [InlineData("task-1772366400-0123456789abcde/")]
    [InlineData("task-١٧٧٢٣٦٦٤٠٠-0123456789abcdef")]
    public void Anything_of_another_shape_is_refused(string? text)
    {
        Assert.False(TaskId.TryParse(text, out var id));
        Assert.Equal(default, id);
    }

    [Fact]
    public void The_row_key_of_a_newer_task_sorts_first()
    {
        DateTimeOffset[] oldestFirst = [DateTimeOffset.UnixEpoch, Samples.Now, Samples.Now.AddSeconds(1), Samples.Now.AddYears(200)];

        var keys = oldestFirst.Select(at => TaskId.New(at).RowKey).ToList();

        Assert.Equal(keys.AsEnumerable().Reverse(), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_row_key_holds_both_parts_of_the_id()
    {
        Assert.True(TaskId.TryParse("task-1772366400-0123456789abcdef", out var id));

        Assert.Equal("8227633599-0123456789abcdef", id.RowKey);
        Assert.Equal("1772366400-0123456789abcdef", id.Chronological);
        Assert.StartsWith(TaskId.RowKeyOf(1772366400), id.RowKey, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"task-1772366400\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void In_JSON_anything_of_another_shape_is_refused_as_well(string json)
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
