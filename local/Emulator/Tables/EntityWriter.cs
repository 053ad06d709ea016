using System.Text.Json;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tables;

internal static class EntityWriter
{
    public static void Write(Utf8JsonWriter writer, ITableEntity entity)
    {
        writer.WriteStartObject();
        if (entity is TableEntity dictionary)
        {
            foreach (var (name, value) in dictionary.Properties)
                if (name is not (EntityNames.ETag or EntityNames.Timestamp))
                    EdmValue.Write(writer, name, value);
        }
        else
        {
            foreach (var property in EntityMap.Of(entity.GetType()).Written)
                EdmValue.Write(writer, property.Name, property.Get(entity));
        }
        writer.WriteEndObject();
    }
}
