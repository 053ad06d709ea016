namespace Seedance.Emulator.Tables;

/// <summary>The conversions of a dictionary entity: few, so that a wrong type is an error where it is read.</summary>
internal static class EntityValue
{
    public static T? As<T>(object? value) => value switch
    {
        null => default,
        T same => same,
        DateTimeOffset time when typeof(T) == typeof(DateTime?) => (T)(object)time.UtcDateTime,
        DateTime time when typeof(T) == typeof(DateTimeOffset?) => (T)(object)new DateTimeOffset(time),
        byte[] bytes when typeof(T) == typeof(BinaryData) => (T)(object)BinaryData.FromBytes(bytes),
        _ => throw new InvalidOperationException($"Cannot return {typeof(T)} for a property of type {value.GetType()}."),
    };

    public static object Coerce(object existing, object value) => (existing, value) switch
    {
        _ when existing.GetType().IsInstanceOfType(value) => value,
        (int, long or double) => value,
        (long, int number) => (long)number,
        (double, int number) => (double)number,
        (string, DateTime or DateTimeOffset) => value,
        (DateTimeOffset, DateTime) or (DateTime, DateTimeOffset) => value,
        _ => throw new InvalidOperationException($"A {value.GetType()} cannot replace a property of type {existing.GetType()}."),
    };
}
