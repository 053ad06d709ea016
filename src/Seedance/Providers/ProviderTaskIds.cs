using System.Text.RegularExpressions;

namespace Seedance.Providers;

/// <summary>Which texts can be a provider's task id.</summary>
internal static partial class ProviderTaskIds
{
    private const int MaxLength = 256;

    /// <summary>Whether an id from the provider's own answer can be used: opaque, but it must fit into a URL as one segment.</summary>
    public static bool IsUsable(string? id) =>
        id is { Length: > 0 and <= MaxLength } && id.All(character => character is > ' ' and < '\x7f') && !IsDots(id);

    /// <summary>Whether an id that somebody else sent has the form that the providers' ids have.</summary>
    public static bool IsWellFormed(string? id) => id is not null && Form().IsMatch(id) && !IsDots(id);

    // "." and ".." are folders of a URL.
    private static bool IsDots(string id) => id.All(character => character == '.');

    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,128}\z")]
    private static partial Regex Form();
}
