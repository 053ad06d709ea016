using System.Text.Json;

namespace Seedance.Tests;

public sealed class FailureCodeTests
{
    [Fact]
    public void Every_constant_is_described_and_nothing_else_is()
    {
        var constants = typeof(FailureCodes).GetFields()
            .Where(field => field is { IsLiteral: true, IsPublic: true }).Select(field => (string)field.GetRawConstantValue()!).ToHashSet();

        Assert.Equal(constants.Order(), FailureCodes.All.Order());
        Assert.All(constants, code => Assert.Equal(code, TaskFailure.Of(code).Code));
        Assert.Throws<ArgumentException>(() => FailureCodes.Describe("nonsense"));
    }

    [Fact]
    public void Retryable_are_the_failures_that_pass_at_the_provider() => Assert.Equal(
        ["generation_timeout", "quota_exceeded", "resource_exhausted", "service_error", "service_unavailable"],
        Where(FailureTraits.Retryable));

    [Fact]
    public void What_the_provider_may_charge_is_what_this_service_gave_up_on() => Assert.Equal(
        ["internal_error", "provider_invalid_response", "provider_task_lost", "storage_failed", "submit_outcome_unknown", "timed_out_waiting",
            .. FailureCodes.All.Where(code => code.StartsWith("video_", StringComparison.Ordinal)).Order()],
        Where(FailureTraits.MayBeCharged));

    [Fact]
    public void A_wrong_video_is_a_whole_answer_that_is_not_the_video() => Assert.Equal(
        ["video_empty", "video_host_not_allowed", "video_incomplete", "video_is_web_page", "video_link_redirected", "video_not_valid",
            "video_too_large"],
        Where(FailureTraits.WrongVideo));

    [Fact]
    public void No_code_is_both_the_provider_s_and_charged() =>
        Assert.Empty(Where(FailureTraits.FromProvider | FailureTraits.MayBeCharged));

    private static string[] Where(FailureTraits traits)
        => [.. FailureCodes.All.Where(code => FailureCodes.Describe(code).Has(traits)).Order(StringComparer.Ordinal)];
}

public sealed class TaskStateTests
{
    [Theory]
    [InlineData(TaskState.Pending, "pending", false)]
    [InlineData(TaskState.Processing, "processing", false)]
    [InlineData(TaskState.Completed, "completed", true)]
    [InlineData(TaskState.Failed, "failed", true)]
    [InlineData(TaskState.Cancelled, "cancelled", true)]
    public void A_state_has_a_word_and_an_end(TaskState state, string word, bool terminal)
    {
        Assert.Equal((word, terminal), (state.Word(), state.IsTerminal()));
        Assert.True(TaskStates.TryParse(word, out var parsed));
        Assert.Equal(state, parsed);
        Assert.Equal(state, JsonSerializer.Deserialize<TaskState>(JsonSerializer.Serialize(state)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("\"Completed\"")]
    [InlineData("\"done\"")]
    [InlineData("null")]
    public void A_state_is_read_from_its_word_only(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TaskState>(json));
}
