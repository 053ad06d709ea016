namespace Seedance.Tests.Pricing;

internal static class Priced
{
    public const string March = "evolink-2026-03-30";
    public const string April = "evolink-2026-04-16";
    public const string September = "evolink-2026-09-16";

    public static PriceTable Table(string version) =>
        PriceBook.TryChoose(version[..version.IndexOf('-', StringComparison.Ordinal)], version, out var table)
            ? table
            : throw new ArgumentException(version, nameof(version));

    public static VideoRequest Request(
        string model = "seedance-2.0-text-to-video",
        int seconds = 5,
        string resolution = "720p",
        string provider = ProviderNames.EvoLink) =>
        new()
        {
            Provider = provider,
            Model = model,
            Prompt = "x",
            DurationSeconds = seconds,
            Resolution = resolution,
            AspectRatio = "16:9",
            GenerateAudio = true,
        };

    public static VideoRequest Reference(int seconds, decimal? input, string tier = "", string resolution = "720p") =>
        Request($"seedance-2.0-{tier}reference-to-video", seconds, resolution) with
        {
            VideoUrls = ["https://e.com/1.mp4"],
            InputVideoSeconds = input,
        };
}
