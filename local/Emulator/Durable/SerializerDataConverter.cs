using Azure.Core.Serialization;
using Microsoft.DurableTask;

namespace Seedance.Emulator.Durable;

/// <summary>The worker's own serializer, which the real extension uses for inputs, outputs and events as well.</summary>
internal sealed class SerializerDataConverter(ObjectSerializer serializer) : DataConverter
{
    public override object? Deserialize(string? data, Type targetType)
    {
        if (data is null)
        {
            return null;
        }

        using var json = BinaryData.FromString(data).ToStream();
        return serializer.Deserialize(json, targetType, CancellationToken.None);
    }

    public override string? Serialize(object? value) =>
        value is null ? null : serializer.Serialize(value, value.GetType(), CancellationToken.None).ToString();
}
