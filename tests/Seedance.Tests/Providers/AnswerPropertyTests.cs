using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Seedance.Tests.Providers;

/// <summary>
/// Whatever a provider answers: nothing is paid twice, and nothing that is paid for is lost. A build tries the same answers every time;
/// SEEDANCE_ANSWERS=100000 tries so many new ones.
/// </summary>
public sealed class AnswerPropertyTests
{
    private static readonly Config Answers = Environment.GetEnvironmentVariable("SEEDANCE_ANSWERS") is { } count
        ? Config.QuickThrowOnFailure.WithMaxTest(int.Parse(count, CultureInfo.InvariantCulture))
        : Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(new Replay(new Rnd(1, 3), FSharpOption<int>.None));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_finished_task_gives_its_link_wherever_it_is(bool seedanceApi)
        => Check.One(Answers, Prop.ForAll(AnswerGenerator.Finished, answer =>
        {
            var task = Read(answer, seedanceApi);

            Assert.Equal(TaskState.Completed, task.State);
            Assert.Contains(answer.Video, task.ResultUrls);
            Assert.DoesNotContain(task.ResultUrls, link => link.Contains("in.example", StringComparison.Ordinal));
        }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_running_task_is_never_completed(bool seedanceApi)
        => Check.One(Answers, Prop.ForAll(AnswerGenerator.StillRunning, answer =>
        {
            var task = Read(answer, seedanceApi);

            Assert.Contains(task.State, new[] { TaskState.Pending, TaskState.Processing });
            Assert.Empty(task.ResultUrls);
        }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_2xx_nothing_allows_another_submit(bool seedanceApi)
        => Check.One(Answers, Prop.ForAll(AnswerGenerator.Created, answer =>
        {
            var outcome = new StubProvider(200, answer.Body, ("Retry-After", "1")).Client(seedanceApi)
                .SubmitAsync(StubProvider.Submission(StubProvider.Text), default).GetAwaiter().GetResult();

            Assert.True(outcome is SubmitOutcome.Accepted or SubmitOutcome.Rejected or SubmitOutcome.Unknown { Answered: true });
            if (answer.Id is not null) Assert.Equal(answer.Id, Assert.IsType<SubmitOutcome.Accepted>(outcome).Task.Id);
        }));

    private static ProviderTask Read(GeneratedAnswer answer, bool seedanceApi) => Assert.IsType<PollOutcome.Found>(
        new StubProvider(200, answer.Body).Client(seedanceApi).GetAsync(answer.Id!, default).GetAwaiter().GetResult()).Task;
}
