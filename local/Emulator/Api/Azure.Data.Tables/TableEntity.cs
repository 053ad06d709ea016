using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Seedance.Emulator.Tables;

namespace Azure.Data.Tables;

public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    private readonly Dictionary<string, object?> _properties;

    public TableEntity()
    {
        _properties = [];
    }

    public TableEntity(string partitionKey, string rowKey)
        : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public TableEntity(IDictionary<string, object>? values)
    {
        _properties = values is null ? [] : new Dictionary<string, object?>(values!);
    }

    public string PartitionKey
    {
        get => GetString(EntityNames.PartitionKey)!;
        set => _properties[EntityNames.PartitionKey] = value;
    }

    public string RowKey
    {
        get => GetString(EntityNames.RowKey)!;
        set => _properties[EntityNames.RowKey] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(EntityNames.Timestamp);
        set => _properties[EntityNames.Timestamp] = value;
    }

    public ETag ETag
    {
        get => GetString(EntityNames.ETag) is { } etag ? new ETag(etag) : default;
        set => _properties[EntityNames.ETag] = value.ToString();
    }

    public ICollection<string> Keys => _properties.Keys;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values!;

    public int Count => _properties.Count;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    [AllowNull]
    public object this[string key]
    {
        get => _properties.GetValueOrDefault(key)!;
        set => Set(key, value);
    }

    public string? GetString(string key) => EntityValue.As<string>(_properties.GetValueOrDefault(key));

    public byte[]? GetBinary(string key) => EntityValue.As<byte[]>(_properties.GetValueOrDefault(key));

    public BinaryData? GetBinaryData(string key) => EntityValue.As<BinaryData>(_properties.GetValueOrDefault(key));

    public bool? GetBoolean(string key) => EntityValue.As<bool?>(_properties.GetValueOrDefault(key));

    public DateTime? GetDateTime(string key) => EntityValue.As<DateTime?>(_properties.GetValueOrDefault(key));

    public DateTimeOffset? GetDateTimeOffset(string key) => EntityValue.As<DateTimeOffset?>(_properties.GetValueOrDefault(key));

    public double? GetDouble(string key) => EntityValue.As<double?>(_properties.GetValueOrDefault(key));

    public Guid? GetGuid(string key) => EntityValue.As<Guid?>(_properties.GetValueOrDefault(key));

    public int? GetInt32(string key) => EntityValue.As<int?>(_properties.GetValueOrDefault(key));

    public long? GetInt64(string key) => EntityValue.As<long?>(_properties.GetValueOrDefault(key));

    public void Add(string key, object? value) => Set(key, value);

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool Remove(string key) => _properties.Remove(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => _properties.TryGetValue(key, out value!);

    public void Clear() => _properties.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Set(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        _properties.Contains(new(item.Key, item.Value));

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object?>>)_properties).CopyTo(array!, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object?>>)_properties).Remove(new(item.Key, item.Value));

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() =>
        ((IDictionary<string, object>)_properties!).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    internal IReadOnlyDictionary<string, object?> Properties => _properties;

    private void Set(string key, object? value) =>
        _properties[key] = value is not null && _properties.GetValueOrDefault(key) is { } existing ? EntityValue.Coerce(existing, value) : value;
}
