namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>A file that no video can be made of is a failed task with the reason, and says so itself; nothing is paid.</summary>
public sealed class UploadsRefused(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private static readonly (string File, byte[] Bytes, string Code)[] BadFiles =
    [
        ("nothing.png", [], "EMPTY_FILE"),
        ("moving.gif", "GIF89a, and more of it"u8.ToArray(), "UNSUPPORTED_FILE"),
        ("truncated.jpg", Pictures.Jpeg(640, 480)[..40], "UNREADABLE_IMAGE"),
        ("panorama.png", Pictures.Png(1800, 600), "INVALID_IMAGE_RATIO"),
        ("heavy.png", [.. Pictures.Png(640, 480), .. new byte[31_000_000]], "FILE_TOO_LARGE"),
        ("bad.job.json", "not JSON"u8.ToArray(), "INVALID_JSON"),
        ("many.job.json", Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", 51))}]"), "INVALID_BATCH_SIZE"),
    ];

    public static TheoryData<string> Files => [.. BadFiles.Select(bad => bad.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_cannot_be_used(string file)
    {
        var (_, bytes, code) = BadFiles.Single(bad => bad.File == file);
        var folder = await UploadFolder.OpenAsync(app);
        var blob = await folder.PutAsync(file, bytes, folder.PromptMetadata);

        await folder.DeliverAsync(blob);
        await folder.DeliverAsync(Schema.CloudEvents.EventOf(blob));

        await folder.AssertRefusedAsync(blob, code);
    }

    [Theory]
    [InlineData("prompt", "caf\u00e9", "INVALID_METADATA")]
    [InlineData("generate_audio", "perhaps", "INVALID_")]
    [InlineData("callback_url", "ftp%3A%2F%2Fexample.com", "INVALID_CALLBACK_URL")]
    public async Task Metadata_that_cannot_be_followed(string name, string value, string code)
    {
        var folder = await UploadFolder.OpenAsync(app);
        (string, string)[] metadata = name == "prompt" ? [(name, value)] : [folder.PromptMetadata, (name, value)];
        var blob = await folder.PutAsync("picture.png", UploadFolder.Picture, metadata);

        await folder.DeliverAsync(blob);

        await folder.AssertRefusedAsync(blob, code);
    }

    [Fact]
    public async Task A_budget_that_does_not_suffice()
    {
        var folder = await UploadFolder.OpenAsync(app, Callers.Poor);
        var blob = await folder.PutPictureAsync();

        await folder.DeliverAsync(blob);

        await folder.AssertRefusedAsync(blob, "BUDGET");
    }

    [Theory]
    [InlineData("nobody/picture.png")]
    [InlineData("ALPHA/picture.png")]
    [InlineData("picture.png")]
    public async Task A_file_that_is_in_no_client_s_folder(string path)
    {
        var folder = await UploadFolder.OpenAsync(app);
        var container = await UploadContainer.OpenAsync(app.Storage, "uploads");
        var name = path.Replace("picture", folder.Ask.Token, StringComparison.Ordinal);
        var blob = await container.PutAsync(name, UploadFolder.Picture, folder.PromptMetadata);

        await folder.DeliverAsync(blob);

        await folder.AssertToldInMetadataAsync(blob, "UNKNOWN_CLIENT");
        Assert.Empty(await folder.Service.Simulator.SubmitsAsync(folder.Ask));
    }
}
