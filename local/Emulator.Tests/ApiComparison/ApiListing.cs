namespace Seedance.Emulator.Tests.ApiComparison;

/// <summary>What Microsoft's packages declare, and how an assembly differs from it.</summary>
internal sealed class ApiListing
{
    private readonly Dictionary<string, ApiLine> _lines;

    public ApiListing(IEnumerable<ApiLine> lines)
    {
        _lines = [];
        foreach (var line in lines)
            // A few types are declared by two of the packages alike; the first one stands.
            _lines.TryAdd(line.Id, line);
    }

    public IEnumerable<ApiLine> Lines => _lines.Values;

    public static ApiListing Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "ApiComparison", "Listings");
        return new(Directory.EnumerateFiles(folder, "*.txt").SelectMany(File.ReadLines).Where(line => line.Length > 0).Select(ApiLine.Parse));
    }

    public IReadOnlyList<string> Differences(IEnumerable<Type> types) =>
        types.SelectMany(ApiSurface.Of).Select(Difference).OfType<string>().Order(StringComparer.Ordinal).ToList();

    /// <summary>What a subclass must override in the real packages it must override here too.</summary>
    public IReadOnlyList<string> MissingAbstractMembers(IReadOnlyCollection<Type> types)
    {
        var owners = types.Where(type => type is { IsAbstract: true, IsSealed: false }).Select(type => DocumentationId.Of(type)[2..]).ToHashSet();
        var declared = types.SelectMany(ApiSurface.Of).Select(line => line.Id).ToHashSet();
        return Lines
            .Where(line => !line.IsType && line.Description.Split(' ').Take(2).Contains("abstract"))
            .Where(line => owners.Contains(Owner(line.Id)) && !declared.Contains(line.Id))
            .Select(line => line.ToString())
            .ToList();
    }

    private static string Owner(string id)
    {
        var name = id[2..].Split('(')[0];
        return name[..name.LastIndexOf('.')];
    }

    private string? Difference(ApiLine declared)
    {
        if (!_lines.TryGetValue(declared.Id, out var listed))
            return $"{declared}\n    is in no listing.{Nearest(declared)}";
        return (declared.IsType ? SameType(declared, listed) : declared == listed) ? null : $"{declared}\n{listed}\n    is what the listing says.";
    }

    /// <summary>A stand-in may implement fewer interfaces than the real type, but no other, and it has the same base.</summary>
    private static bool SameType(ApiLine declared, ApiLine listed)
    {
        var (kind, bases) = Split(declared.Description);
        var (listedKind, listedBases) = Split(listed.Description);
        return kind == listedKind
            && bases.All(listedBases.Contains)
            && listedBases.Where(listedBase => !IsInterface(listedBase)).All(bases.Contains);
    }

    private static (string Kind, string[] Bases) Split(string description)
    {
        var parts = description.Split(" : ", 2);
        return (parts[0], parts.Length == 1 ? [] : parts[1].Split(", "));
    }

    // The listings name bases and interfaces in one row; an interface shows by its name: I and another capital.
    private static bool IsInterface(string name) =>
        name.Split('{')[0].Split('.')[^1] is ['I', >= 'A' and <= 'Z', ..];

    private string Nearest(ApiLine declared)
    {
        var name = declared.Id.Split('(')[0].Split('`')[0].TrimEnd('~');
        var similar = _lines.Values
            .Where(line => line.Id.StartsWith(name, StringComparison.Ordinal) && (line.Id.Length == name.Length || !char.IsLetterOrDigit(line.Id[name.Length])))
            .ToList();
        return similar.Count == 0 ? "" : $" Of that name there is:\n    {string.Join("\n    ", similar)}";
    }
}
