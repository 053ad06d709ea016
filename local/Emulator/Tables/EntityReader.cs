using System.Text.Json;
using Azure;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tables;

internal static class EntityReader
{
    public static T Read<T>(Response response)
        where T : class, ITableEntity
    {
        using var body = JsonDocument.Parse(response.Content.ToMemory());
        return Read<T>(body.RootElement);
    }

    public static T Read<T>(JsonElement json)
        where T : class, ITableEntity =>
        typeof(T) == typeof(TableEntity) ? (T)(object)ReadDictionary(json) : (T)ReadTyped(json, EntityMap.Of(typeof(T)));

    private static TableEntity ReadDictionary(JsonElement json)
    {
        Dictionary<string, string>? types = null;
        foreach (var property in json.EnumerateObject())
            if (property.Name.EndsWith(EntityNames.TypeSuffix, StringComparison.Ordinal))
                (types ??= [])[property.Name[..^EntityNames.TypeSuffix.Length]] = property.Value.GetString()!;

        var entity = new TableEntity();
        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            if (name == EntityNames.Timestamp)
                entity.Timestamp = EdmValue.ReadTime(property.Value);
            else if (name != EntityNames.Metadata && !name.EndsWith(EntityNames.TypeSuffix, StringComparison.Ordinal))
                entity[name] = EdmValue.Read(property.Value, types?.GetValueOrDefault(name));
        }
        return entity;
    }

    private static object ReadTyped(JsonElement json, EntityMap map)
    {
        var entity = map.Create();
        foreach (var field in json.EnumerateObject())
            if (map.Read.TryGetValue(field.Name, out var property))
                property.Set!(entity, property.Convert(field.Value));
        return entity;
    }
}
