namespace Seedance.Functions.Tests.Uploads;

public class PictureTests
{
    private const string Name = "studio/photo.png";

    private readonly UploadDoor _door = new();

    public static TheoryData<byte[], string> WrongSidecars => new()
    {
        { [.. """{"prompt":"x","durration":5}"""u8], "UNKNOWN_PARAMETER: durration" },
        { [.. """{"prompt":"x","prompt":"y"}"""u8], "DUPLICATE_PARAMETER" },
        { [.. """{"prompt":"x","image_urls":["https://a.example.com/b.png"]}"""u8], "PARAMETER_NOT_SUPPORTED: image_urls" },
        { [.. """{"prompt":"\ud800"}"""u8], "INVALID_JSON" },
        { [.. """{"\ud800":"x"}"""u8], "INVALID_JSON" },
        { [.. """["x"]"""u8], "INVALID_JSON: photo.json must be a JSON object" },
        { [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)'}'], "INVALID_JSON: photo.json is not valid JSON (line 1" },
        { new byte[(256 * 1024) + 1], "INVALID_JSON: photo.json may hold at most 256 KB" },
    };

    [Fact]
    public async Task A_picture_becomes_a_video_as_a_request_over_HTTP_would()
    {
        await _door.UploadAsync(Name);

        var record = await _door.OnlyAsync();
        Assert.Equal(record.Id.ToString(), Assert.Single(_door.Orchestrations.Scheduled).InstanceId);
        var expected = Samples.Request with { Model = "seedance-2.0-image-to-video", Prompt = UploadDoor.Prompt };
        Assert.Equal(
            expected with { ImageUrls = record.Request.ImageUrls },
            record.Request with { VideoUrls = expected.VideoUrls, AudioUrls = expected.AudioUrls });
        Assert.Equal(["https://account.blob.core.windows.net/uploads/studio/photo.png"], record.Request.ImageUrls);
        Assert.Equal(new UploadOrigin("uploads", Name, _door.Blobs.EtagOf(Name)), record.Upload);
        Assert.Equal((TaskState.Pending, "https://videos.example.com"), (record.State, record.LinkBase));
        Assert.NotNull(record.Estimate);
        Assert.Equal(["prompt"], _door.Blobs.MetadataOf(Name).Keys);
    }

    [Fact]
    public async Task Everything_may_come_from_metadata()
    {
        await _door.UploadAsync(Name, ("Prompt", "Ein%20F%C3%BCchslein"), ("model", "seedance-2.0-fast-image-to-video"), ("duration", "7"),
            ("quality", "480p"), ("aspect_ratio", "9:16"), ("generate_audio", "FALSE"), ("callback_url", "https://studio.example.com/done"),
            ("camera", "whatever the photographer's program wrote"));

        var request = (await _door.OnlyAsync()).Request;
        Assert.Equal(("Ein Füchslein", "seedance-2.0-fast-image-to-video"), (request.Prompt, request.Model));
        Assert.Equal((7, "480p", "9:16", false), (request.DurationSeconds, request.Resolution, request.AspectRatio, request.GenerateAudio));
        Assert.Equal("https://studio.example.com/done", request.CallbackUrl);
    }

    [Fact]
    public async Task The_file_beside_may_say_what_any_request_may_and_start_with_a_byte_order_mark()
    {
        _door.Blobs.Put("studio/photo.json", [0xEF, 0xBB, 0xBF, .. """{"prompt":"beside","model_params":{"web_search":false}}"""u8]);

        await _door.UploadAsync(Name, ("other", "1"));

        Assert.Equal("beside", (await _door.OnlyAsync()).Request.Prompt);
    }

    [Theory]
    [MemberData(nameof(WrongSidecars))]
    public async Task What_is_wrong_beside_the_picture_refuses_it(byte[] sidecar, string reason)
    {
        _door.Blobs.Put("studio/photo.json", sidecar);

        await _door.UploadAsync(Name, ("other", "1"));

        Assert.Contains(reason, await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_prompt_it_is_refused_with_every_way_out()
    {
        await _door.UploadAsync("studio/shoes/photo.png", ("other", "1"));

        var reason = await _door.OnlyRefusalAsync();
        Assert.All(
            ["INVALID_PROMPT", "metadata 'prompt'", "photo.json", "__Uploads__Folders__<folder>__Prompt", "Seedance__Uploads__Prompt"],
            way => Assert.Contains(way, reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_is_not_taken_for_the_file_beside_a_picture()
    {
        _door.Service.Options.Uploads.Prompt = "default";
        _door.Put("studio/a.job.json", """{"prompt":"a job's"}""");

        await _door.UploadAsync("studio/a.job.png", ("other", "1"));

        Assert.Equal("default", (await _door.OnlyAsync()).Request.Prompt);
    }

    [Fact]
    public async Task Only_the_head_of_a_picture_is_read()
    {
        var etag = _door.Blobs.Put(Name, UploadDoor.Png(), 30_000_000, ("prompt", "x"));

        await _door.DeliverAsync(Name, etag);

        Assert.Equal(TaskState.Pending, (await _door.OnlyAsync()).State);
        Assert.Equal([(Name, 65536L)], _door.Blobs.Reads);
    }
}
