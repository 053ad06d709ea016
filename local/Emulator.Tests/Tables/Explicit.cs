using Azure;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tests.Tables;

public sealed class Explicit : ITableEntity
{
    string ITableEntity.PartitionKey { get; set; } = "explicit";

    string ITableEntity.RowKey { get; set; } = "row";

    DateTimeOffset? ITableEntity.Timestamp { get; set; }

    ETag ITableEntity.ETag { get; set; }

    public string? Text { get; set; }
}
