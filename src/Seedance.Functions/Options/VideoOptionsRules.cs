namespace Seedance.Functions.Options;

/// <summary>What the settings of videos must keep to.</summary>
internal static partial class VideoOptionsRules
{
    private const double MaxMinutes = 24 * 60;

    /// <summary>One sentence for each rule that is broken.</summary>
    public static IEnumerable<string> Broken(VideoOptions videos)
    {
        if (!ContainerName().IsMatch(videos.Container))
        {
            yield return "Seedance__Videos__Container must be 3 to 63 lower-case letters, digits or single '-'.";
        }
        if (videos.MaxBytes < 1) yield return "Seedance__Videos__MaxBytes must be more than 0.";
        if (videos.IdleTimeoutSeconds is < 1 or > 86_400) yield return "Seedance__Videos__IdleTimeoutSeconds must be from 1 to 86400 (a day).";
        if (!(videos.TotalTimeoutMinutes is > 0 and <= MaxMinutes))
        {
            yield return $"Seedance__Videos__TotalTimeoutMinutes must be more than 0 and at most {MaxMinutes} (a day).";
        }
        if (videos.MinimumBytesPerSecond < 1) yield return "Seedance__Videos__MinimumBytesPerSecond must be 1 or more.";
        if (videos.ConcurrentCopies is < 1 or > 256) yield return "Seedance__Videos__ConcurrentCopies must be from 1 to 256.";
        // A delegated key lives for seven days from the beginning of a UTC day.
        if (videos.LinkMinutes is < 1 or > 5 * 24 * 60) yield return "Seedance__Videos__LinkMinutes must be from 1 to 7200 (five days).";
        foreach (var host in HostList.Split(videos.AllowedHosts).Where(host => !HostList.IsEntry(host)))
        {
            yield return $"Seedance__Videos__AllowedHosts names '{host}'; a host is written as cdn.example.com, or as *.example.com for all below.";
        }
    }

    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9](-?[a-z0-9])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();
}
