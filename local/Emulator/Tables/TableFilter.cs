using System.Globalization;

namespace Seedance.Emulator.Tables;

internal static class TableFilter
{
    public static string Create(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var literals = filter.GetArguments().Select(object? (argument) => Literal(argument)).ToArray();
        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string or char => $"'{value.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'",
        bool truth => truth ? "true" : "false",
        long or ulong => string.Create(CultureInfo.InvariantCulture, $"{value}L"),
        sbyte or byte or short or ushort or int or uint or float or double or decimal => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        Guid guid => $"guid'{guid}'",
        DateTimeOffset time => $"datetime'{Time(time.UtcDateTime)}'",
        DateTime time => $"datetime'{Time(time.ToUniversalTime())}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData bytes => $"X'{Convert.ToHexString(bytes.ToMemory().Span)}'",
        _ => throw new ArgumentException($"{value.GetType()} is not a type that table filters have.", nameof(value)),
    };

    private static string Time(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
