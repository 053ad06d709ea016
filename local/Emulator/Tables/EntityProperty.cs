using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Azure;

namespace Seedance.Emulator.Tables;

/// <summary>One property of an entity class, with compiled accessors.</summary>
internal sealed class EntityProperty
{
    private readonly Type _type;
    private readonly bool _isEnum;
    private readonly Func<object, object?> _get;

    public EntityProperty(PropertyInfo property, string name)
    {
        Name = name;
        _type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        _isEnum = _type.IsEnum;
        var entity = Expression.Parameter(typeof(object));
        var owner = Expression.Convert(entity, property.DeclaringType!);
        _get = Expression.Lambda<Func<object, object?>>(
            Expression.Convert(Expression.Call(owner, property.GetGetMethod(nonPublic: true)!), typeof(object)), entity).Compile();
        if (property.GetSetMethod(nonPublic: true) is not { } setter)
            return;
        var value = Expression.Parameter(typeof(object));
        Set = Expression.Lambda<Action<object, object?>>(
            Expression.Call(owner, setter, Expression.Convert(value, property.PropertyType)), entity, value).Compile();
    }

    public string Name { get; }

    public Action<object, object?>? Set { get; }

    public bool IsReadable => _isEnum || Type.GetTypeCode(_type) is TypeCode.String or TypeCode.Int32 or TypeCode.Int64 or TypeCode.UInt64
        or TypeCode.Double or TypeCode.Boolean or TypeCode.DateTime
        || _type == typeof(DateTimeOffset) || _type == typeof(Guid) || _type == typeof(byte[]) || _type == typeof(BinaryData) || _type == typeof(ETag);

    public object? Get(object entity) => _get(entity) is { } value ? _isEnum ? value.ToString() : value : null;

    public object? Convert(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (_isEnum)
            return Enum.Parse(_type, value.GetString()!);
        if (_type == typeof(string))
            return value.GetString();
        if (_type == typeof(int))
            return value.GetInt32();
        if (_type == typeof(bool))
            return value.GetBoolean();
        if (_type == typeof(long))
            return EdmValue.ReadInt64(value);
        if (_type == typeof(ulong))
            return (ulong)EdmValue.ReadInt64(value);
        if (_type == typeof(double))
            return EdmValue.ReadDouble(value);
        if (_type == typeof(DateTimeOffset))
            return EdmValue.ReadTime(value);
        if (_type == typeof(DateTime))
            return EdmValue.ReadTime(value).UtcDateTime;
        if (_type == typeof(Guid))
            return value.GetGuid();
        if (_type == typeof(byte[]))
            return value.GetBytesFromBase64();
        if (_type == typeof(BinaryData))
            return BinaryData.FromBytes(value.GetBytesFromBase64());
        return new ETag(value.GetString()!);
    }
}
