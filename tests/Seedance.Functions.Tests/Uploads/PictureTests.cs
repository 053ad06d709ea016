using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Uploads;

public class PictureTests
{
    private readonly UploadDoor _door = new();

    private UploadOptions Settings => _door.Service.Options.Uploads;

    [Fact]
    public async Task A_picture_becomes_a_video_as_a_request_over_HTTP_would()
    {
        await _door.UploadAsync("studio/photo.png");

        var record = await _door.OnlyAsync();
        Assert.Equal(TaskState.Pending, record.State);
        Assert.Equal(record.Id.ToString(), Assert.Single(_door.Orchestrations.Scheduled).InstanceId);
        Assert.Equal(
            Samples.Request with
            {
                Model = "seedance-2.0-image-to-video",
                Prompt = UploadDoor.Prompt,
                ImageUrls = record.Request.ImageUrls,
            },
            record.Request with { VideoUrls = Samples.Request.VideoUrls, AudioUrls = Samples.Request.AudioUrls });
        Assert.Equal(["https://account.blob.core.windows.net/uploads/studio/photo.png"], record.Request.ImageUrls);
        Assert.Equal(new UploadOrigin("uploads", "studio/photo.png", _door.Blobs.EtagOf("studio/photo.png")), record.Upload);
        Assert.Equal("https://videos.example.com", record.LinkBase);
        Assert.NotNull(record.Estimate);
        Assert.Empty(_door.Blobs.MetadataOf("studio/photo.png").Keys.Except(["prompt"]));
    }

    [Fact]
    public async Task Everything_may_come_from_metadata()
    {
        await _door.UploadAsync("studio/photo.png", ("Prompt", "Ein%20F%C3%BCchslein"), ("model", "seedance-2.0-fast-image-to-video"), ("duration", "7"),
            ("quality", "480p"), ("aspect_ratio", "9:16"), ("generate_audio", "FALSE"), ("callback_url", "https://studio.example.com/done"),
            ("camera", "whatever the photographer's program wrote"));

        var request = (await _door.OnlyAsync()).Request;
        Assert.Equal("Ein Füchslein", request.Prompt);
        Assert.Equal("seedance-2.0-fast-image-to-video", request.Model);
        Assert.Equal((7, "480p", "9:16", false), (request.DurationSeconds, request.Resolution, request.AspectRatio, request.GenerateAudio));
        Assert.Equal("https://studio.example.com/done", request.CallbackUrl);
    }

    [Fact]
    public async Task Metadata_counts_before_the_file_beside_it_that_before_folders_and_those_before_the_default()
    {
        Settings.Prompt = "default";
        Settings.Duration = 4;
        Settings.Quality = "480p";
        Settings.AspectRatio = "9:16";
        Settings.GenerateAudio = false;
        Settings.Folders["Shoes"] = new UploadDefaults { Prompt = "shoes", Duration = 6, Quality = "1080p", AspectRatio = "1:1" };
        Settings.Folders["red"] = new UploadDefaults { Prompt = "red", Duration = 8, Quality = "720p" };
        _door.Blobs.Put("studio/shoes/red/photo.json", """{"prompt":"beside","duration":10}"""u8.ToArray());

        await _door.UploadAsync("studio/shoes/red/photo.png", ("prompt", "metadata"));

        var request = (await _door.OnlyAsync()).Request;
        Assert.Equal(
            ("metadata", 10, "720p", "1:1", false),
            (request.Prompt, request.DurationSeconds, request.Resolution, request.AspectRatio, request.GenerateAudio));
    }

    [Fact]
    public async Task The_file_beside_may_say_what_any_request_may()
    {
        _door.Blobs.Put("studio/photo.json", [0xEF, 0xBB, 0xBF, .. """{"prompt":"beside","model_params":{"web_search":false}}"""u8]);

        await _door.UploadAsync("studio/photo.png", ("other", "1"));

        Assert.Equal("beside", (await _door.OnlyAsync()).Request.Prompt);
    }

    [Theory]
    [InlineData("""{"prompt":"x","durration":5}""", "UNKNOWN_PARAMETER: durration")]
    [InlineData("""{"prompt":"x","prompt":"y"}""", "DUPLICATE_PARAMETER")]
    [InlineData("""{"prompt":"x","duration":"5"}""", "INVALID_PARAMETER_TYPE: duration")]
    [InlineData("""{"prompt":"x","image_urls":["https://a.example.com/b.png"]}""", "PARAMETER_NOT_SUPPORTED: image_urls")]
    [InlineData("""{"prompt":"\ud800"}""", "INVALID_JSON")]
    [InlineData("""{"\ud800":"x"}""", "INVALID_JSON")]
    [InlineData("""["x"]""", "INVALID_JSON: photo.json must be a JSON object")]
    [InlineData("""{"prompt":""", "INVALID_JSON: photo.json is not valid JSON (line 1")]
    public async Task What_is_wrong_beside_the_picture_refuses_it(string json, string reason)
    {
        _door.Blobs.Put("studio/photo.json", System.Text.Encoding.UTF8.GetBytes(json));

        await _door.UploadAsync("studio/photo.png", ("other", "1"));

        Assert.Contains(reason, await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_beside_the_picture_that_is_not_UTF8_or_endless_refuses_it()
    {
        _door.Blobs.Put("studio/a.json", [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)'}']);
        _door.Blobs.Put("studio/b.json", new byte[256 * 1024 + 1]);

        await _door.UploadAsync("studio/a.png");
        await _door.UploadAsync("studio/b.png");

        var reasons = (await _door.ListAsync()).Select(record => record.Failure!.Message).ToList();
        Assert.Contains(reasons, reason => reason.Contains("a.json contains text that is not valid Unicode", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => reason.Contains("b.json may hold at most 256 KB", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("prompt", "%FF%FE", "INVALID_METADATA: The metadata 'prompt'")]
    [InlineData("prompt", "FÃ¼chslein", "INVALID_METADATA: The metadata 'prompt'")]
    [InlineData("duration", "five", "INVALID_PARAMETER_TYPE: duration")]
    [InlineData("duration", "99", "INVALID_DURATION")]
    [InlineData("generate_audio", "maybe", "INVALID_PARAMETER_TYPE: generate_audio")]
    [InlineData("model", "seedance-2.0-text-to-video", "MEDIA_NOT_SUPPORTED")]
    [InlineData("callback_url", "http://10.0.0.1/", "INVALID_CALLBACK_URL")]
    public async Task What_is_wrong_in_metadata_refuses_it(string name, string value, string reason)
    {
        Settings.Prompt = "default";

        await _door.UploadAsync("studio/photo.png", (name, value));

        var refusal = await _door.OnlyRefusalAsync();
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("required", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_prompt_it_is_refused_with_every_way_out()
    {
        await _door.UploadAsync("studio/shoes/photo.png", ("other", "1"));

        var reason = await _door.OnlyRefusalAsync();
        Assert.All(
            ["INVALID_PROMPT", "metadata 'prompt'", "photo.json", "Seedance__Uploads__Folders__<folder>__Prompt", "Seedance__Uploads__Prompt"],
            way => Assert.Contains(way, reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_is_not_taken_for_the_file_beside_a_picture()
    {
        Settings.Prompt = "default";
        _door.Blobs.Put("studio/a.job.json", """{"prompt":"a job's"}"""u8.ToArray());

        await _door.UploadAsync("studio/a.job.png", ("other", "1"));

        Assert.Equal("default", (await _door.OnlyAsync()).Request.Prompt);
    }

    [Fact]
    public async Task Only_the_head_of_a_picture_is_read()
    {
        var etag = _door.Blobs.Put("studio/photo.png", UploadDoor.Png(), 30_000_000, ("prompt", "x"));

        await _door.DeliverAsync("studio/photo.png", etag);

        Assert.Equal(TaskState.Pending, (await _door.OnlyAsync()).State);
        Assert.Equal([("studio/photo.png", 65536L)], _door.Blobs.Reads);
    }

    [Fact]
    public async Task A_picture_whose_size_lies_further_on_is_read_further()
    {
        byte[] picture = [0xFF, 0xD8, .. Enumerable.Repeat(Application(), 3).SelectMany(bytes => bytes), .. Frame(640, 480)];

        await _door.UploadAsync("studio/photo.jpg", picture, ("prompt", "x"));

        Assert.Equal(TaskState.Pending, (await _door.OnlyAsync()).State);
        Assert.Equal([65536L, picture.Length], _door.Blobs.Reads.Where(read => read.Name == "studio/photo.jpg").Select(read => read.Bytes));

        static byte[] Application() => [0xFF, 0xE1, 0xFF, 0xFF, .. new byte[65533]];
        static byte[] Frame(int width, int height)
            => [0xFF, 0xC0, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
    }

    public static TheoryData<string, byte[], string> BadPictures => new()
    {
        { "empty.png", [], "EMPTY_FILE: empty.png" },
        { "text.png", "To do: buy a camera"u8.ToArray(), "UNREADABLE_IMAGE: text.png" },
        { "gif.png", "GIF89a\0\0\0\0\0\0\0"u8.ToArray(), "UNREADABLE_IMAGE: gif.png" },
        { "small.png", UploadDoor.Png(299, 400), "INVALID_IMAGE_SIZE" },
        { "large.png", UploadDoor.Png(6001, 6000), "INVALID_IMAGE_SIZE" },
        { "wide.png", UploadDoor.Png(1200, 400), "INVALID_IMAGE_RATIO" },
        { "high.png", UploadDoor.Png(399, 1000), "INVALID_IMAGE_RATIO" },
    };

    [Theory]
    [MemberData(nameof(BadPictures))]
    public async Task A_bad_picture_is_refused(string name, byte[] content, string reason)
    {
        await _door.UploadAsync("studio/" + name, content, ("prompt", "x"));

        Assert.Contains(reason, await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300, 300)]
    [InlineData(6000, 6000)]
    [InlineData(750, 300)]
    [InlineData(400, 1000)]
    public async Task A_picture_at_the_limits_is_taken(int width, int height)
    {
        await _door.UploadAsync("studio/photo.jpg", UploadDoor.Png(width, height), ("prompt", "x"));

        Assert.Equal(TaskState.Pending, (await _door.OnlyAsync()).State);
    }
}
