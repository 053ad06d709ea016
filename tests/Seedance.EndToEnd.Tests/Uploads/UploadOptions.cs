namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>Prompt and options: from the metadata, else the sidecar, else the folder's setting, else the setting for all.</summary>
public sealed class UploadOptions(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [Fact]
    public async Task Metadata_comes_before_the_sidecar_the_folder_and_the_setting()
    {
        var folder = await UploadFolder.OpenAsync(app);
        await folder.PutAsync("portraits/photo.json", Json(new { prompt = "What the sidecar says", aspect_ratio = "4:3", duration = 7 }));
        var blob = await folder.PutAsync("portraits/photo.png", UploadFolder.Picture, folder.PromptMetadata, ("duration", "9"));

        await folder.DeliverAsync(blob);

        var (_, paid) = await folder.OnlyVideoAsync();
        Assert.Equal(folder.Prompt, paid.Prompt);
        Assert.Equal(
            ("9", "4:3", "480p"), (Said(paid.Request, "duration"), Said(paid.Request, "aspect_ratio"), Said(paid.Request, "quality")));
    }

    [Theory]
    [InlineData("portraits/of 2026/photo.png", "What the folder says", "9:16")]
    [InlineData("portraits/closeups/photo.png", "What the other folder says", "9:16")]
    [InlineData("closeups/portraits/photo.png", "What the folder says", "9:16")]
    [InlineData("photo.png", "What the setting says", "16:9")]
    public async Task A_picture_without_options_gets_those_of_the_settings(string file, string prompt, string ratio)
    {
        var folder = await UploadFolder.OpenAsync(app);

        await folder.DeliverAsync(await folder.PutAsync(file, UploadFolder.Picture));

        var task = await folder.Service.CompletedAsync((await folder.OnlyTaskAsync()).Id);
        var paid = folder.Service.Simulator.GetTask(task.ProviderTaskId!);
        Assert.Equal((prompt, ratio, "480p"), (paid.Prompt, Said(paid.Request, "aspect_ratio"), Said(paid.Request, "quality")));
    }

    private static byte[] Json(object sidecar) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(sidecar));

    private static string Said(JsonElement request, string member) => request.GetProperty(member).ToString();
}
