using System.Text.Json;
using Seedance.Providers;

namespace Seedance.Tests.Providers;

public sealed class OutcomeJsonTests
{
    public static TheoryData<SubmitOutcome> SubmitOutcomes => new()
    {
        new SubmitOutcome.NotSent("refused", TimeSpan.FromSeconds(7)),
        new SubmitOutcome.Rejected(TaskFailure.Of(FailureCodes.ContentPolicyViolation) with { Detail = ModerationDetails.OutputAudio }),
        new SubmitOutcome.Unknown("HTTP 502"),
    };

    [Theory]
    [MemberData(nameof(SubmitOutcomes))]
    public void A_submit_outcome_survives_its_JSON(SubmitOutcome outcome) =>
        Assert.Equal(outcome, JsonSerializer.Deserialize(
            JsonSerializer.Serialize(outcome, SeedanceJson.Default.SubmitOutcome), SeedanceJson.Default.SubmitOutcome));

    [Fact]
    public void A_task_survives_its_JSON_with_reflection_too()
    {
        PollOutcome outcome = new PollOutcome.Found(new ProviderTask
        {
            Id = "t",
            State = TaskState.Completed,
            ProviderStatus = "completed",
            ResultUrls = ["https://e.com/1.mp4"],
            CreditsCharged = 67.5m,
        });

        var generated = JsonSerializer.Serialize(outcome, SeedanceJson.Default.PollOutcome);
        var again = Assert.IsType<PollOutcome.Found>(JsonSerializer.Deserialize<PollOutcome>(JsonSerializer.Serialize(outcome)));

        Assert.Contains("\"state\":\"completed\"", generated, StringComparison.Ordinal);
        Assert.Equal((TaskState.Completed, 67.5m), (again.Task.State, again.Task.CreditsCharged));
        Assert.Equal(["https://e.com/1.mp4"], again.Task.ResultUrls);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("\"Completed\"")]
    [InlineData("\"done\"")]
    [InlineData("null")]
    public void A_state_is_read_from_its_word_only(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TaskState>(json));
}
