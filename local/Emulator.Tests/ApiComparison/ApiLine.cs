namespace Seedance.Emulator.Tests.ApiComparison;

/// <summary>One line of a listing: a documentation id and what is said of it.</summary>
internal sealed record ApiLine(string Id, string Description)
{
    private const string Separator = " | ";

    public bool IsType => Id.StartsWith("T:", StringComparison.Ordinal);

    public static ApiLine Parse(string line)
    {
        var at = line.IndexOf(Separator, StringComparison.Ordinal);
        return at > 0
            ? new(line[..at], line[(at + Separator.Length)..])
            : throw new FormatException($"Not a line of a listing: {line}");
    }

    public override string ToString() => $"{Id}{Separator}{Description}";
}
