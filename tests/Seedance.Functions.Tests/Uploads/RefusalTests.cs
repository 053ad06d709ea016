using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Uploads;

public class RefusalTests
{
    private const string Error = "seedance_error";

    private readonly UploadDoor _door = new();

    [Fact]
    public async Task A_refusal_is_a_failed_task_like_any_other()
    {
        await _door.UploadAsync("studio/a.gif", "GIF89a"u8.ToArray());

        var record = await _door.OnlyAsync();
        Assert.StartsWith("UNSUPPORTED_FILE: Nothing can be made of a.gif", record.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal((TaskState.Failed, TaskStage.Done, SubmissionState.None), (record.State, record.Stage, record.Submission));
        Assert.Equal(Samples.Now, record.CompletedAt);
        Assert.Equal("studio/a.gif", record.Upload?.Blob);
        Assert.Null(record.BudgetDay);
        Assert.Null(record.Estimate);
        // Nothing for the sweep to find.
        Assert.Single(_door.Service.Table.Rows);
        Assert.Empty(_door.Orchestrations.Scheduled);
    }

    [Fact]
    public async Task The_reason_stands_in_the_blob_s_metadata_beside_what_was_there()
    {
        await _door.UploadAsync("studio/größe.gif", [1], ("camera", "x"));

        var metadata = _door.Blobs.MetadataOf("studio/größe.gif");
        Assert.Equal("x", metadata["camera"]);
        Assert.StartsWith("UNSUPPORTED_FILE: Nothing can be made of gr%C3%B6%C3%9Fe.gif", metadata[Error], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_that_no_header_can_carry_is_written_back_encoded()
    {
        await _door.UploadAsync("studio/a.gif", [1], ("prompt", "café"), ("camera", "plain"));

        var metadata = _door.Blobs.MetadataOf("studio/a.gif");
        Assert.Equal(("caf%C3%A9", "plain"), (metadata["prompt"], metadata["camera"]));
        Assert.Contains(Error, metadata.Keys);
    }

    [Fact]
    public async Task Deliveries_at_the_same_time_make_one_refusal()
    {
        var etag = _door.Blobs.Put("studio/a.gif", [1]);
        // All are past their key before the first has recorded anything.
        var waiting = 5;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _door.Service.Table.Pause = () =>
        {
            if (Interlocked.Decrement(ref waiting) == 0) all.SetResult();
            return all.Task;
        };

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => _door.DeliverAsync("studio/a.gif", etag))));

        await _door.OnlyRefusalAsync();
    }

    [Fact]
    public async Task What_crashed_between_record_and_metadata_is_carried_on()
    {
        var etag = _door.Blobs.Put("studio/a.png", UploadDoor.Png());
        _door.Blobs.BeforeMetadata = _ => throw new RequestFailedException(503, "busy");
        await Assert.ThrowsAsync<RequestFailedException>(() => _door.DeliverAsync("studio/a.png", etag));
        _door.Blobs.BeforeMetadata = _ => Task.CompletedTask;
        // By now it would be good; it was refused all the same.
        _door.Service.Options.Uploads.Prompt = "x";

        await _door.DeliverAsync("studio/a.png", etag);

        var reason = await _door.OnlyRefusalAsync();
        Assert.StartsWith(reason[..40], _door.Blobs.MetadataOf("studio/a.png")[Error], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_that_has_gone_or_changed_meanwhile_is_not_written_to()
    {
        _door.Blobs.BeforeMetadata = name =>
        {
            _door.Blobs.Put(name, UploadDoor.Png(), ("prompt", "better"));
            return Task.CompletedTask;
        };

        await _door.UploadAsync("studio/a.png", ("other", "1"));
        Assert.Equal(["prompt"], _door.Blobs.MetadataOf("studio/a.png").Keys);
        _door.Blobs.BeforeMetadata = name =>
        {
            _door.Blobs.Delete(name);
            return Task.CompletedTask;
        };
        await _door.UploadAsync("studio/b.png", ("other", "1"));

        Assert.Equal(2, (await _door.ListAsync()).Count(record => record.State == TaskState.Failed));
    }

    [Fact]
    public async Task The_same_reason_is_not_written_twice()
    {
        await _door.UploadAsync("studio/a.gif", [1]);
        var written = 0;
        _door.Blobs.BeforeMetadata = _ => Task.FromResult(written++);

        // Should a host ever take the metadata for an upload, this is the event.
        await _door.DeliverAsync("studio/a.gif", _door.Blobs.EtagOf("studio/a.gif"));

        Assert.Equal(0, written);
    }

    [Theory]
    [InlineData("nobody/photo.png")]
    [InlineData("Studio/photo.png")]
    [InlineData("photo.png")]
    [InlineData("nobody/a.job.json")]
    [InlineData("nobody/a.gif")]
    public async Task An_unknown_client_is_told_at_the_blob_alone(string name)
    {
        await _door.UploadAsync(name);

        await _door.AssertNothingAsync("UNKNOWN_CLIENT");
        Assert.StartsWith("UNKNOWN_CLIENT: ", _door.Blobs.MetadataOf(name)[Error], StringComparison.Ordinal);
        Assert.Empty(_door.Service.Table.Rows);
    }

    [Fact]
    public async Task The_client_s_budget_pays_and_refuses()
    {
        _door.Service.Options.Prices["evolink"] = "evolink-2026-09-16";
        _door.Service.Options.Clients[Samples.Client].DailyCredits = 100;

        await _door.UploadAsync("studio/a.png");
        _door.Service.Time.Advance(TimeSpan.FromSeconds(2));
        await _door.UploadAsync("studio/b.png");

        var records = await _door.ListAsync();
        Assert.Equal([TaskState.Failed, TaskState.Pending], records.Select(record => record.State));
        Assert.StartsWith("BUDGET: ", records[0].Failure!.Message, StringComparison.Ordinal);
        Assert.Null(records[0].BudgetDay);
        Assert.NotNull(records[1].BudgetDay);
        Assert.Equal(UploadDoor.Prompt, (await _door.Service.ReadAsync(records[0])).Request.Prompt);
        Assert.Single(_door.Orchestrations.Scheduled);
        Assert.Equal(2, _door.Service.Tables.GetTableClient(ClientBudgets.TableName).Rows.Count());
    }

    [Fact]
    public async Task A_provider_without_a_key_refuses()
    {
        _door.Service.Options.Providers[ProviderNames.EvoLink].ApiKey = null;

        await _door.UploadAsync("studio/a.png");

        Assert.StartsWith("PROVIDER_NOT_CONFIGURED: ", await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_without_end_is_cut()
    {
        var members = string.Join(',', Enumerable.Range(0, 90).Select(i => $"\"{new string((char)('a' + (i % 26)), 60)}{i}\":1"));
        _door.Blobs.Put("studio/a.json", System.Text.Encoding.UTF8.GetBytes("{" + members + "}"));

        await _door.UploadAsync("studio/a.png");

        Assert.InRange((await _door.OnlyRefusalAsync()).Length, 4000, 4003);
        Assert.InRange(_door.Blobs.MetadataOf("studio/a.png")[Error].Length, 1000, 1500);
    }
}
