namespace Seedance.Functions.Tests.Uploads;

public class FramePairTests
{
    private const string First = "studio/walk.first.png";
    private const string Last = "studio/walk.last.jpg";

    private readonly UploadDoor _door = new();

    // Azurite keeps the time of creation when a blob is overwritten, and Azure does not: the listing says what Azure would.
    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    public async Task Of_several_other_frames_the_newest_counts(string newest)
    {
        _door.Blobs.Put(Last, UploadDoor.Png());
        _door.Blobs.Put("studio/walk.last.png", UploadDoor.Png());
        _door.Blobs.OnList = xml => Regex.Replace(
            xml,
            @"(<Name>studio/walk\.last\.(\w+)</Name>.*?<Creation-Time>)[^<]*",
            blob => $"{blob.Groups[1].Value}{(blob.Groups[2].Value == newest ? "Mon, 02" : "Sun, 01")} Mar 2026 12:00:00 GMT",
            RegexOptions.Singleline);

        await _door.UploadAsync(First);

        Assert.EndsWith($"/walk.last.{newest}", (await _door.OnlyAsync()).Request.ImageUrls[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_frame_s_word_counts_then_the_last_s_then_the_file_beside_both()
    {
        _door.Put("studio/walk.json", """{"duration":9,"quality":"480p","aspect_ratio":"1:1"}""");
        await _door.UploadAsync(First, ("prompt", "first"), ("other", "1"));
        await _door.UploadAsync(Last, ("prompt", "last"), ("quality", "1080p"));

        var request = (await _door.OnlyAsync()).Request;
        Assert.Equal(("first", 9, "1080p", "1:1"), (request.Prompt, request.DurationSeconds, request.Resolution, request.AspectRatio));
    }

    [Fact]
    public async Task What_is_wrong_with_neither_frame_is_told_at_both_and_they_start_anew_together()
    {
        await _door.UploadAsync(First, ("other", "1"));
        await _door.UploadAsync(Last, ("other", "1"));
        Assert.Equal((true, true), (IsRefused(First), IsRefused(Last)));
        await _door.OnlyRefusalAsync();

        await _door.UploadAsync(First);
        Assert.Empty(_door.Orchestrations.Scheduled);
        await _door.UploadAsync(Last);

        Assert.Single(_door.Orchestrations.Scheduled);
        Assert.Equal(2, (await _door.ListAsync()).Count);
    }

    private bool IsRefused(string name) => _door.Blobs.MetadataOf(name).ContainsKey(UploadDoor.Error);
}
