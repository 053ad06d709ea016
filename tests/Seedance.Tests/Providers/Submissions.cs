namespace Seedance.Tests.Providers;

internal static class Submissions
{
    public const string Key = "job_0123456789abcdef0123456789abcdef";

    public static VideoRequest Text { get; } = new()
    {
        Provider = ProviderNames.EvoLink,
        Model = ModelIds.Text,
        Prompt = "城市 \"sunset\"",
        DurationSeconds = 8,
        Resolution = "720p",
        AspectRatio = "16:9",
        GenerateAudio = true,
        CallbackUrl = "https://caller.example/hook",
    };

    public static VideoSubmission Of(VideoRequest request, string? callback = null) =>
        new(request, Key, callback is null ? null : new Uri(callback));
}
