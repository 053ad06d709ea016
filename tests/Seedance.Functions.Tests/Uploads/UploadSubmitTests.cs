using Azure;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Uploads;

public class UploadSubmitTests
{
    private readonly UploadDoor _door = new();

    private FakeService Service => _door.Service;

    [Fact]
    public async Task The_provider_can_read_what_was_uploaded_and_the_record_holds_no_link()
    {
        var record = await UploadedAsync();
        Service.Provider.OnSubmit = _ => Task.FromResult(SubmitAnswers.Accepted);

        await SubmitAsync(record);

        var submission = Assert.Single(Service.Provider.Submissions);
        Assert.Contains("sig=", Assert.Single(submission.Request.ImageUrls), StringComparison.Ordinal);
        Assert.DoesNotContain('?', Assert.Single((await Service.ReadAsync(record)).Request.ImageUrls));
        Assert.DoesNotContain("sig=", string.Join(' ', _door.Lines.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replayed_submit_says_the_same_once_more()
    {
        var record = await UploadedAsync();
        Service.Provider.OnSubmit = _ => Task.FromResult(SubmitAnswers.Unknown);
        await SubmitAsync(record);
        Service.Time.Advance(TimeSpan.FromMinutes(5));

        await SubmitAsync(record, replay: true);

        Assert.Equal(2, Service.Provider.Submissions.Count);
        Assert.Equal(Service.Provider.Submissions[0].Request.ImageUrls, Service.Provider.Submissions[1].Request.ImageUrls);
        Assert.Equal(Service.Provider.Submissions[0].IdempotencyKey, Service.Provider.Submissions[1].IdempotencyKey);
    }

    [Fact]
    public async Task While_storage_gives_no_link_nothing_is_marked_and_nothing_leaves()
    {
        var record = await UploadedAsync();
        _door.Blobs.OnDelegate = () => throw new RequestFailedException(503, "busy");
        await Assert.ThrowsAsync<RequestFailedException>(() => SubmitAsync(record));
        Assert.Equal((SubmissionState.None, 0), ((await Service.ReadAsync(record)).Submission, Service.Provider.Submissions.Count));

        _door.Blobs.OnDelegate = () => Task.CompletedTask;
        Service.Provider.OnSubmit = _ => Task.FromResult(SubmitAnswers.Accepted);

        Assert.Equal(SubmitKind.Accepted, (await SubmitAsync(record)).Kind);
    }

    private async Task<TaskRecord> UploadedAsync()
    {
        await _door.UploadAsync("studio/photo.png");
        return await _door.OnlyAsync();
    }

    private Task<SubmitResult> SubmitAsync(TaskRecord record, bool replay = false)
        => new SubmitTask(
            Service.Records, Service.Get<VideoProviders>(), Service.Webhooks, _door.Media, Service.Metrics, Service.Time, NullLogger<SubmitTask>.Instance)
            .RunAsync(new SubmitInput(Samples.ReferenceTo(record), Attempt: 1, replay), CancellationToken.None);
}
