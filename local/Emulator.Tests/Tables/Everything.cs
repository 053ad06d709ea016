using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tests.Tables;

public sealed class Everything : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string? Text { get; set; }

    public int Number { get; set; }

    public long Big { get; set; }

    public ulong Counter { get; set; }

    public double Ratio { get; set; }

    public bool Truth { get; set; }

    public DateTimeOffset Time { get; set; }

    public DateTime UtcTime { get; set; } = DateTime.UnixEpoch;

    public Guid Identity { get; init; }

    public byte[]? Bytes { get; set; }

    public BinaryData? Data { get; set; }

    public Stage Stage { get; set; }

    public int? MaybeNumber { get; set; }

    public long? MaybeLong { get; set; }

    public DateTimeOffset? MaybeTime { get; set; }

    public Stage? MaybeStage { get; set; }

    [DataMember(Name = "renamed_to")]
    public string? Renamed { get; set; }

    [IgnoreDataMember]
    public string? Secret { get; set; }
}
