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
        { [.. """["x"]"""u8], "INVALID_JSON: photo.json must be a JSON object" },
        { [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)'}'], "INVALID_JSON: photo.json is not valid JSON (line 1" },
        { new byte[(256 * 1024) + 1], "INVALID_JSON: photo.json may hold at most 256 KB" },
    };

    [Fact]
    public async Task The_first_frame_s_word_counts_then_the_last_s_then_the_file_beside_both()
    {
        // With a byte order mark, as some editors write it.
        _door.Blobs.Put("studio/walk.json", [0xEF, 0xBB, 0xBF, .. """{"duration":9,"quality":"480p","aspect_ratio":"1:1"}"""u8]);
        await _door.UploadAsync("studio/walk.first.png", ("prompt", "first"), ("other", "1"));
        await _door.UploadAsync("studio/walk.last.jpg", ("prompt", "last"), ("quality", "1080p"));

        var request = (await _door.OnlyAsync()).Request;
        Assert.Equal(("first", 9, "1080p", "1:1"), (request.Prompt, request.DurationSeconds, request.Resolution, request.AspectRatio));
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
    public async Task Only_the_head_of_a_picture_is_read()
    {
        var etag = _door.Blobs.Put(Name, UploadDoor.Picture, 30_000_000, ("prompt", "x"));

        await _door.DeliverAsync(Name, etag);

        Assert.Equal(TaskState.Pending, (await _door.OnlyAsync()).State);
        Assert.Equal([(Name, 65536L)], _door.Blobs.Reads);
    }
}
