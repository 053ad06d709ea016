using System.Net;
using Seedance.Functions.Tests.Doubles;
using Seedance.Functions.Tests.Activities;

namespace Seedance.Functions.Tests.Activities;

public class StoreVideoTests
{
    private readonly FakeService _service = new();

    [Fact]
    public async Task A_video_that_is_stored_already_is_returned_without_a_download()
    {
        var record = await AddAsync();
        _service.Blobs.Put(VideoStore.NameOf(record), new byte[12], "abc");

        var result = await StoreAsync(record);

        Assert.Equal(new StoreResult(StoreKind.Stored) { Video = new StoredVideo(VideoStore.NameOf(record), 12, "abc") }, result);
        Assert.Empty(_service.Provider.Looks);
        Assert.Empty(_service.Web.Requests);
    }

    [Fact]
    public async Task The_link_is_asked_for_and_the_video_copied_from_it()
    {
        var record = await AddAsync();
        Says(Samples.ProviderTask(TaskState.Completed, "https://cdn.example.com/1.mp4"));
        _service.Web.OnRequest = _ => VideoDownloads.Of(VideoDownloads.Mp4(100));

        var result = await StoreAsync(record);

        Assert.Equal(StoreKind.Stored, result.Kind);
        Assert.Equal("https://cdn.example.com/1.mp4", Assert.Single(_service.Web.Requests).RequestUri?.AbsoluteUri);
        Assert.Equal([Samples.ProviderTaskId], _service.Provider.Looks);
        Assert.Equal(100, _service.Blobs.Blobs[result.Video!.Blob].Content.Length);
    }

    [Fact]
    public async Task A_repetition_after_the_video_was_deleted_does_not_bring_it_back()
    {
        var record = await AddAsync();
        var deleted = await DeletedAsync(record);

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, deleted.Video), (result.Kind, result.Video));
        Assert.Empty(_service.Blobs.Blobs);
        Assert.Empty(_service.Provider.Looks);
    }

    [Fact]
    public async Task A_repetition_that_stores_while_the_video_is_deleted_takes_its_own_blob_away()
    {
        var record = await AddAsync();
        Says(Samples.ProviderTask(TaskState.Completed, "https://cdn.example.com/1.mp4", "https://cdn.example.com/2.mp4"));
        _service.Web.OnRequest = _ => VideoDownloads.Of(VideoDownloads.Mp4(100));
        _service.Blobs.BeforeCommit = _ => DeletedAsync(record);

        await StoreAsync(record);

        Assert.Equal(2, _service.Blobs.Commits.Count);
        Assert.Empty(_service.Blobs.Blobs);
        Assert.NotNull((await _service.ReadAsync(record)).VideoDeletedAt);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("relative.mp4")]
    [InlineData("not a link")]
    public async Task Without_a_usable_link_it_is_tried_again(string? link)
    {
        var record = await AddAsync();
        Says(Samples.ProviderTask(TaskState.Completed, link is null ? [] : [link]));

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, FailureCodes.VideoDownloadFailed), (result.Kind, result.Failure?.Code));
        Assert.Empty(_service.Web.Requests);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_for_the_link_is_asked_again()
    {
        var record = await AddAsync();
        _service.Provider.OnGet = _ => new PollOutcome.Unavailable("HTTP 503", null);

        Assert.Equal(StoreKind.TryAgain, (await StoreAsync(record)).Kind);
    }

    [Fact]
    public async Task What_became_of_the_copy_is_told_apart()
    {
        var record = await AddAsync();
        Says(Samples.ProviderTask(TaskState.Completed, "https://cdn.example.com/1.mp4"));

        _service.Web.OnRequest = _ => new HttpResponseMessage(HttpStatusCode.NotFound);
        var again = await StoreAsync(record);
        _service.Web.OnRequest = _ => throw new Seedance.Security.DestinationNotAllowedException();
        var failed = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, FailureCodes.VideoLinkExpired), (again.Kind, again.Failure?.Code));
        Assert.Equal((StoreKind.Failed, FailureCodes.VideoDestinationNotAllowed), (failed.Kind, failed.Failure?.Code));
    }

    [Fact]
    public async Task The_record_shows_that_the_video_is_being_stored()
    {
        var record = await AddAsync();
        _service.Provider.OnGet = _ => new PollOutcome.NotFound();

        await StoreAsync(record);
        var storing = await _service.ReadAsync(record);
        await StoreAsync(record);

        Assert.Equal((TaskState.Processing, TaskStage.Storing), (storing.State, storing.Stage));
        Assert.Equal(storing.ETag, (await _service.ReadAsync(record)).ETag);
    }

    private void Says(ProviderTask task) => _service.Provider.OnGet = _ => new PollOutcome.Found(task);

    private Task<TaskRecord> AddAsync() => _service.AddAsync(Samples.Record with { ProviderTaskId = Samples.ProviderTaskId });

    private async Task<StoreResult> StoreAsync(TaskRecord record)
    {
        using var copier = _service.Create<VideoCopier>();
        return await new StoreVideo(
            _service.Records, _service.Provider, _service.Videos, copier, _service.Get<LastFrameCopier>(), _service.Get<VideoRemoval>(), _service.Time)
            .RunAsync(Samples.ReferenceTo(record), CancellationToken.None);
    }

    private async Task<TaskRecord> DeletedAsync(TaskRecord record)
    {
        await _service.ChangeBehindTheirBackAsync(record, current => current with
        {
            State = TaskState.Completed,
            Stage = TaskStage.Done,
            Video = new StoredVideo(VideoStore.NameOf(current), 12, "abc"),
        });
        return await _service.Get<VideoRemoval>().RemoveAsync(record, CancellationToken.None);
    }
}
