using System.Text.Json;

namespace Seedance.Tests;

public sealed class FailureCodeTests
{
    [Fact]
    public void Every_constant_is_a_code_of_the_table()
    {
        var constants = typeof(FailureCodes).GetFields()
            .Where(field => field is { IsLiteral: true, IsPublic: true }).Select(field => (string)field.GetRawConstantValue()!);

        Assert.All(constants, code => Assert.Equal(code, TaskFailure.Of(code).Code));
        Assert.Throws<ArgumentException>(() => FailureCodes.Describe("nonsense"));
    }

    [Theory]
    [InlineData(FailureTraits.Retryable, "generation_timeout quota_exceeded resource_exhausted service_error service_unavailable")]
    [InlineData(FailureTraits.MayBeCharged, "internal_error provider_invalid_response provider_task_lost storage_failed submit_outcome_unknown timed_out_waiting video_destination_not_allowed video_download_failed video_download_too_slow video_empty video_host_not_allowed video_incomplete video_is_web_page video_link_expired video_link_redirected video_not_valid video_too_large")]
    [InlineData(FailureTraits.WrongVideo, "video_empty video_host_not_allowed video_incomplete video_is_web_page video_link_redirected video_not_valid video_too_large")]
    [InlineData(FailureTraits.FromProvider | FailureTraits.MayBeCharged, "")]
    public void What_follows_from_a_code_is_in_the_table(FailureTraits traits, string codes) => Assert.Equal(
        codes,
        string.Join(' ', FailureCodes.All.Where(code => FailureCodes.Describe(code).Has(traits)).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData(TaskState.Pending, "pending", false)]
    [InlineData(TaskState.Processing, "processing", false)]
    [InlineData(TaskState.Completed, "completed", true)]
    [InlineData(TaskState.Failed, "failed", true)]
    [InlineData(TaskState.Cancelled, "cancelled", true)]
    public void A_state_has_a_word_in_rows_and_in_JSON(TaskState state, string word, bool terminal)
    {
        Assert.Equal((word, terminal, true), (state.Word(), state.IsTerminal(), TaskStates.TryParse(word, out var parsed)));
        Assert.Equal(state, parsed);
        Assert.Equal($"\"{word}\"", JsonSerializer.Serialize(state));
        Assert.Equal(state, JsonSerializer.Deserialize<TaskState>($"\"{word}\""));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("\"done\"")]
    [InlineData("null")]
    public void A_state_is_read_from_its_word_only(string json)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TaskState>(json));
}
