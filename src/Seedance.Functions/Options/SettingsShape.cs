using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Seedance.Functions.Options;

/// <summary>
/// Holds what is configured against what the options classes have room for. A misspelt name would otherwise be passed over in
/// silence, and its default cost money; a value of the wrong type would stop the app without the setting's name as it was written.
/// </summary>
internal static class SettingsShape
{
    private const string Storage = nameof(Storage);

    // Read by StorageSettings, and no part of the options: a connection string, or these.
    private static readonly string[] StorageParts = ["tableServiceUri", "blobServiceUri"];

    /// <summary>What is wrong, a sentence each, with names as they are written in the environment.</summary>
    /// <param name="section">The section <c>Seedance</c>.</param>
    public static IEnumerable<string> ProblemsOf(IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            var problems = child.Key.Equals(Storage, StringComparison.OrdinalIgnoreCase)
                ? child.GetChildren().Where(part => !Knows(StorageParts, part.Key)).Select(part => Unknown(part, StorageParts))
                : OfMember(child, typeof(SeedanceOptions), [Storage]);
            foreach (var problem in problems) yield return problem;
        }
    }

    private static IEnumerable<string> Of(IConfigurationSection section, Type type)
    {
        if (ElementOf(type) is { } element) return section.GetChildren().SelectMany(child => Of(child, element));
        if (type.Assembly == typeof(SettingsShape).Assembly && !type.IsEnum)
        {
            return section.Value is { Length: > 0 }
                ? [$"{NameOf(section)} has parts and no value of its own: {string.Join(", ", Members(type).Select(member => member.Name))}."]
                : section.GetChildren().SelectMany(child => OfMember(child, type, []));
        }
        if (section.GetChildren().FirstOrDefault() is { } part) return [$"{NameOf(part)} is no setting: {NameOf(section)} is a single value."];
        return Fits(section.Value, type) ? [] : [$"{NameOf(section)} is '{section.Value}'; it must be {Kind(type)}."];
    }

    private static IEnumerable<string> OfMember(IConfigurationSection section, Type owner, string[] others)
    {
        var members = Members(owner);
        return Array.Find(members, member => member.Name.Equals(section.Key, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Of(section, known.PropertyType)
            : [Unknown(section, [.. others, .. members.Select(member => member.Name)])];
    }

    private static PropertyInfo[] Members(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    // Of a dictionary or a list, which both take any key.
    private static Type? ElementOf(Type type)
    {
        if (type == typeof(string)) return null;
        if (type.IsArray) return type.GetElementType();
        return type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? type.GetGenericArguments()[^1] : null;
    }

    private static bool Fits(string? text, Type type)
    {
        var underlying = Nullable.GetUnderlyingType(type);
        // Nothing is as good as not set where there may be nothing.
        if (type == typeof(string) || text is null || (text.Length == 0 && underlying is not null)) return true;
        try
        {
            return TypeDescriptor.GetConverter(underlying ?? type).ConvertFromInvariantString(text) is not null;
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Kind(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(int) || type == typeof(long)) return "a whole number";
        return type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
            : type == typeof(double) || type == typeof(decimal) ? "a number such as 0.5"
            : string.Create(CultureInfo.InvariantCulture, $"a {type.Name}");
    }

    private static string Unknown(IConfigurationSection section, IReadOnlyCollection<string> known)
    {
        var parent = NameOf(section)[..^section.Key.Length];
        return NearestName.Find(section.Key, known) is { } meant
            ? $"{NameOf(section)} is no setting; {parent}{meant} may be meant."
            : $"{NameOf(section)} is no setting; there are {string.Join(", ", known.Order(StringComparer.Ordinal).Select(name => parent + name))}.";
    }

    private static bool Knows(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string NameOf(IConfigurationSection section) => section.Path.Replace(":", "__", StringComparison.Ordinal);
}
