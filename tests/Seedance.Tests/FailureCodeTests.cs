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
    }
}
