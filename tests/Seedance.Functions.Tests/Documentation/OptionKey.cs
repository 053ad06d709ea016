using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Seedance.Functions.Tests.Documentation;

/// <summary>A setting as the options classes declare it; <c>&lt;&gt;</c> stands for a name or a number of one's own choice.</summary>
internal sealed record OptionKey(string Key, string Type, string Default)
{
    public const string None = "—";

    public static IReadOnlyList<OptionKey> All { get; } = [.. Of(new SeedanceOptions(), SeedanceOptions.Section)];

    private static IEnumerable<OptionKey> Of(object options, string prefix)
        => options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(property => Of(property.PropertyType, property.GetValue(options), $"{prefix}__{property.Name}"));

    private static IEnumerable<OptionKey> Of(Type type, object? value, string key)
    {
        if (TypeOf(type) is { } name) return [new OptionKey(key, name, TextOf(value))];
        if (ElementOf(type) is not { } element) return Of(value ?? Activator.CreateInstance(type)!, key);

        Assert.True(value is null or ICollection { Count: 0 }, $"{key} holds something by default, which the page cannot say.");
        return Of(element, TypeOf(element) is null ? Activator.CreateInstance(element) : null, $"{key}__<>");
    }

    private static Type? ElementOf(Type type)
        => type.IsArray ? type.GetElementType()
            : typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType ? type.GetGenericArguments()[^1]
            : null;

    private static string? TypeOf(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(bool) ? "switch"
            : plain == typeof(int) || plain == typeof(long) ? "whole number"
            : plain == typeof(double) || plain == typeof(decimal) ? "number"
            : plain == typeof(string) || plain == typeof(Uri) || plain.IsEnum ? "text"
            : null;
    }

    private static string TextOf(object? value) => value switch
    {
        null or "" => None,
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
