using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Telemetry;

public class AmbiguousSubmitTests
{
    private readonly FakeService _service = new(measures: true);

    [Theory]
    [InlineData(SubmissionState.Submitting, 1)]
    [InlineData(SubmissionState.Unknown, 0)]
    public async Task A_submit_that_a_process_took_along_counts_when_it_is_replayed_unless_it_has_counted(SubmissionState left, int counted)
    {
        var record = await _service.AddAsync(Samples.Record with { Submission = left, SubmitAttempt = 1 });
        _service.Provider.OnSubmit = _ => Task.FromResult(SubmitAnswers.Accepted);

        await new SubmitTask(
            _service.Records,
            _service.Provider,
            _service.Webhooks,
            _service.Get<UploadedMedia>(),
            _service.Metrics,
            _service.Time,
            NullLogger<SubmitTask>.Instance)
            .RunAsync(new SubmitInput(Samples.ReferenceTo(record), 1, Replay: true), CancellationToken.None);

        Assert.Equal(counted, _service.Meters.Of("seedance.submits.ambiguous").Sum(each => each.Value));
        Assert.Single(_service.Meters.Of("seedance.tasks.submitted"));
    }
}
