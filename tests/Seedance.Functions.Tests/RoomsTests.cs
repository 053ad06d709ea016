using System.Text.RegularExpressions;

namespace Seedance.Functions.Tests;

/// <summary>The rooms of the app and of the domain: each uses those below it, and no other.</summary>
public sealed partial class RoomsTests
{
    // Rooms of one line do not use each other.
    private static readonly string[][] AppRooms =
    [
        ["Api", "Uploads", "Maintenance"], ["Admission"], ["Orchestrations"], ["Activities"], ["Contracts"], ["Telemetry"], ["Storage"], ["Options"],
    ];

    [Fact]
    public void A_file_uses_only_the_rooms_below_its_own()
    {
        var back =
            from source in AppSources.All
            let room = RoomOf(source.Path)
            where room is not null
            from Match used in Using().Matches(source.Text)
            where LevelOf(used.Groups[1].Value) <= LevelOf(room)
            select $"{source.Path} uses {used.Groups[1].Value}";

        Assert.Empty(back);
        Assert.Equal(AppRooms.SelectMany(rooms => rooms).Order(), AppSources.All.Select(source => RoomOf(source.Path)).OfType<string>().Distinct().Order());
    }

    [Fact]
    public void No_file_enters_a_room_without_saying_so_at_its_top()
        => Assert.Empty(AppSources.All.Where(source => RoomOf(source.Path) is not null && Qualified().IsMatch(source.Text)).Select(source => source.Path));

    [Fact]
    public void No_file_is_longer_than_300_lines()
        => Assert.Empty(
            from folder in new[] { "src", "tests", "local" }
            from path in Directory.EnumerateFiles(Path.Combine(AppSources.Root, folder), "*.cs", SearchOption.AllDirectories)
            where File.ReadLines(path).Count() > 300
            select Path.GetFileName(path));

    private static int LevelOf(string room)
    {
        var level = Array.FindIndex(AppRooms, rooms => rooms.Contains(room));
        Assert.True(level >= 0, $"{room} is no room.");
        return level;
    }

    private static string? RoomOf(string path) => path.Split('/') is [var room, _, ..] ? room : null;

    [GeneratedRegex(@"^using (?:\w+ = )?Seedance\.Functions\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"(?<!namespace |using )(?<![\w.])(?:Seedance\.)?Functions\.(?:Api|Uploads|Maintenance|Admission|Orchestrations|Activities|Contracts)\.")]
    private static partial Regex Qualified();
}
