using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Doubles;
using static Seedance.Functions.Tests.Doubles.SubmitAnswers;

namespace Seedance.Functions.Tests.Activities;

/// <summary>The answer to a post comes when the task has moved on without it.</summary>
public class SubmitTaskLateAnswerTests
{
    private readonly FakeService _service = new();

    [Fact]
    public async Task An_answer_that_comes_after_the_webhook_has_settled_it_takes_nothing_back()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Provider.OnSubmit = async _ =>
        {
            await AdoptBehindTheirBackAsync(record);
            return Accepted;
        };

        Assert.Equal(SubmitKind.Accepted, (await SubmitAsync(record)).Kind);

        var noted = await _service.ReadAsync(record);
        Assert.Equal((TaskState.Processing, TaskStage.Waiting), (noted.State, noted.Stage));
        Assert.Equal(1.25m, noted.CreditsReserved);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("rejected")]
    [InlineData("not sent")]
    public async Task What_the_webhook_has_settled_stays_settled_whatever_the_answer_was(string outcome)
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Provider.OnSubmit = async _ =>
        {
            await AdoptBehindTheirBackAsync(record);
            return outcome switch { "unknown" => Unknown, "rejected" => Rejected, _ => NotSent };
        };

        var result = await SubmitAsync(record);

        Assert.Equal((SubmitKind.Accepted, Samples.ProviderTaskId), (result.Kind, result.ProviderTaskId));
        var noted = await _service.ReadAsync(record);
        Assert.Equal((SubmissionState.Accepted, TaskStage.Waiting), (noted.Submission, noted.Stage));
    }

    [Fact]
    public async Task A_task_that_ended_while_it_was_submitted_keeps_its_end_and_learns_the_provider_s_id()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Provider.OnSubmit = async _ =>
        {
            await _service.ChangeBehindTheirBackAsync(
                record, current => current.Move(TaskState.Cancelled, TaskStage.Done, "cancelled", Samples.Now));
            return Accepted;
        };

        await SubmitAsync(record);

        var noted = await _service.ReadAsync(record);
        Assert.Equal((TaskState.Cancelled, Samples.ProviderTaskId), (noted.State, noted.ProviderTaskId));
    }

    private Task AdoptBehindTheirBackAsync(TaskRecord record) => _service.ChangeBehindTheirBackAsync(
        record,
        current => current.Move(TaskState.Processing, TaskStage.Waiting, "adopted", Samples.Now) with
        {
            Submission = SubmissionState.Accepted,
            ProviderTaskId = Samples.ProviderTaskId,
        });

    private Task<SubmitResult> SubmitAsync(TaskRecord record)
        => new SubmitTask(_service.Records, _service.Provider, _service.Webhooks, _service.Get<UploadedMedia>(), _service.Metrics, _service.Time, NullLogger<SubmitTask>.Instance)
            .RunAsync(new SubmitInput(Samples.ReferenceTo(record), Attempt: 1, Replay: false), CancellationToken.None);
}
