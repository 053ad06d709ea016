using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Seedance.Functions.Options;

/// <summary>
/// Finds settings that have no place in the options classes, and values of a wrong type, before they are bound. The binder's
/// <c>ErrorOnUnknownConfiguration</c> says a class in place of the setting's path, and stops at the first class.
/// </summary>
internal static class SettingsShape
{
    /// <summary>All problems of the section <c>Seedance</c>, a sentence each.</summary>
    public static IEnumerable<string> ProblemsOf(IConfigurationSection section) => section.GetChildren().SelectMany(child =>
        child.Key.Equals("Storage", StringComparison.OrdinalIgnoreCase)
            ? child.GetChildren().Where(part => !StorageSettings.Parts.Contains(part.Key, StringComparer.OrdinalIgnoreCase))
                .Select(part => Unknown(part, StorageSettings.Parts))
            : OfMember(child, typeof(SeedanceOptions)));

    private static IEnumerable<string> OfMember(IConfigurationSection section, Type owner)
    {
        var members = owner.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        return Array.Find(members, member => member.Name.Equals(section.Key, StringComparison.OrdinalIgnoreCase)) is { } member
            ? Of(section, member.PropertyType)
            : [Unknown(section, members.Select(each => each.Name))];
    }

    private static IEnumerable<string> Of(IConfigurationSection section, Type type)
    {
        var (name, parts) = (NameOf(section), section.GetChildren());
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
        {
            return parts.SelectMany(part => Of(part, type.GetGenericArguments()[^1]));
        }
        if (type.Assembly == typeof(SettingsShape).Assembly)
        {
            return section.Value is { Length: > 0 } ? [$"{name} is no single value."] : parts.SelectMany(part => OfMember(part, type));
        }
        if (parts.FirstOrDefault() is { } first) return [$"{NameOf(first)} is no setting: {name} is a single value."];
        return Fits(section, type) ? [] : [$"{name} is '{section.Value}', which is no {(Nullable.GetUnderlyingType(type) ?? type).Name}."];
    }

    private static bool Fits(IConfigurationSection section, Type type)
    {
        try
        {
            // The binder takes an empty number for none.
            return section.Get(type) is not null || Nullable.GetUnderlyingType(type) is not null || !type.IsValueType;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Unknown(IConfigurationSection section, IEnumerable<string> known)
        => $"{NameOf(section)} is no setting; there are {string.Join(", ", known.Order(StringComparer.Ordinal))}.";

    private static string NameOf(IConfigurationSection section) => section.Path.Replace(":", "__", StringComparison.Ordinal);
}
