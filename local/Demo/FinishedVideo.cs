using System.Globalization;
using System.Security.Cryptography;
using Seedance.Launch;

namespace Seedance.Demo;

/// <summary>The local copy of a finished video, and all there is to say about it.</summary>
internal sealed record FinishedVideo(TaskView Task, string Link, string Path, long Bytes, string Sha256)
{
    public static async Task<FinishedVideo> FetchAsync(GenerationClient client, TaskView task, CancellationToken cancellationToken)
    {
        if (task.Link is not { } link)
            throw new DemoException("The task is completed, but the app gave no link to the video.");

        var path = RepositoryRoot.Combine("artifacts", "videos", $"{task.Id}.mp4");
        await client.DownloadAsync(link, path, cancellationToken);
        await using var file = File.OpenRead(path);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        if (task.Sha256 is { } recorded && recorded != sha256)
            throw new DemoException($"The local copy {path} has SHA-256 {sha256}, but the app recorded {recorded}.");

        return new(task, link, path, file.Length, sha256);
    }

    public IEnumerable<(string Name, string Value)> Lines(bool linkStays)
    {
        if (Task.Blob is { } blob)
            yield return ("Blob", $"videos/{blob}");

        yield return ("Link", linkStays ? Link : $"{Link}  (while the demo runs; --keep keeps it running)");
        yield return ("Local copy", Path);
        yield return ("Size", string.Create(CultureInfo.InvariantCulture, $"{Bytes:N0} bytes"));
        yield return ("SHA-256", Sha256);
        if (Credits() is { } credits)
            yield return ("Credits", credits);

        yield return ("Play it", Player());
    }

    private string? Credits() => (Task.CreditsReserved, Task.CreditsUsed) switch
    {
        ({ } reserved, { } used) => $"{Text(used)} used ({Text(reserved)} were reserved)",
        (null, { } used) => $"{Text(used)} used",
        ({ } reserved, null) => $"{Text(reserved)} reserved",
        _ => null,
    };

    private string Player() =>
        OperatingSystem.IsMacOS() ? $"open \"{Path}\""
        : OperatingSystem.IsWindows() ? $"start \"\" \"{Path}\""
        : $"ffplay \"{Path}\"  (or xdg-open)";

    private static string Text(decimal credits) => credits.ToString("0.####", CultureInfo.InvariantCulture);
}
