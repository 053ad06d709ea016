using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tables;

/// <summary>How a class is an entity: its public properties and those of the interface that it implements explicitly, looked up once.</summary>
internal sealed class EntityMap
{
    private static readonly ConcurrentDictionary<Type, EntityMap> Maps = new();

    private readonly Lazy<Func<object>> _create;

    private EntityMap(Type type)
    {
        var properties = Properties(type).ToList();
        Written = properties.Where(property => property.Name is not (EntityNames.ETag or EntityNames.Timestamp)).ToArray();
        Read = properties.Where(property => property is { Set: not null, IsReadable: true }).ToDictionary(property => property.Name);
        // Only a class that is read needs a constructor without parameters.
        _create = new(() => Expression.Lambda<Func<object>>(Expression.New(type)).Compile());
    }

    public IReadOnlyList<EntityProperty> Written { get; }

    public IReadOnlyDictionary<string, EntityProperty> Read { get; }

    public static EntityMap Of(Type type) => Maps.GetOrAdd(type, static type => new EntityMap(type));

    public object Create() => _create.Value();

    private static IEnumerable<EntityProperty> Properties(Type type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var own = type.GetProperties(BindingFlags.Instance | BindingFlags.Public);
        foreach (var property in own.Concat(typeof(ITableEntity).GetProperties()))
        {
            if (!property.CanRead || property.GetIndexParameters().Length > 0 || !names.Add(property.Name)
                || property.IsDefined(typeof(IgnoreDataMemberAttribute)))
                continue;
            var name = property.Name == nameof(ITableEntity.ETag)
                ? EntityNames.ETag
                : property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name;
            yield return new EntityProperty(property, name);
        }
    }
}
