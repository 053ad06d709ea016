using Seedance.Functions.Tests.Documentation;

namespace Seedance.Functions.Tests;

/// <summary>Rules of the sources that the compiler and the analyzers do not know.</summary>
public sealed class SourcesTests
{
    // Rooms of one line do not use each other.
    private static readonly string[][] AppRooms =
    [
        ["Api", "Uploads", "Maintenance"], ["Admission"], ["Orchestrations"], ["Activities"], ["Contracts"], ["Telemetry"], ["Storage"],
        ["Options"],
    ];

    [Fact]
    public void A_file_uses_only_the_rooms_below_its_own()
    {
        var rooms = string.Join('|', AppRooms.SelectMany(each => each));
        var used =
            from source in AppSources.All
            where source.Room is not null
            from match in Regex.Matches(source.Text, $@"(?<!namespace )(?<![\w.])(?:Seedance\.)?Functions\.({rooms})\b")
            select (source, Room: match.Groups[1].Value);

        Assert.Empty(
            used.Where(each => LevelOf(each.Room) <= LevelOf(each.source.Room!)).Select(each => $"{each.source.Path} uses {each.Room}"));
        Assert.Equal(rooms.Split('|').Order(), AppSources.All.Select(source => source.Room).OfType<string>().Distinct().Order());

        static int LevelOf(string room) => Array.FindIndex(AppRooms, level => level.Contains(room));
    }

    [Fact]
    public void No_file_is_longer_than_300_lines() => Assert.Empty(
        from folder in new[] { "src", "tests", "local" }
        from path in Directory.EnumerateFiles(Path.Combine(AppSources.Root, folder), "*.cs", SearchOption.AllDirectories)
        where File.ReadLines(path).Count() > 300
        select Path.GetFileName(path));
}

internal static class AppSources
{
    public static string Root => Repository.Root;

    public static IReadOnlyList<Source> All { get; } = Read(Path.Combine(Root, "src", "Seedance.Functions"));

    private static IReadOnlyList<Source> Read(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => new Source(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path))),
    ];

    internal sealed record Source(string Path, string Text)
    {
        /// <summary>The top folder; null for the files next to it.</summary>
        public string? Room => Path.Split('/') is [var room, _, ..] ? room : null;
    }
}
