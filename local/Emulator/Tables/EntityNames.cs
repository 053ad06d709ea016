namespace Seedance.Emulator.Tables;

internal static class EntityNames
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";
    public const string ETag = "odata.etag";
    public const string Metadata = "odata.metadata";
    public const string TypeSuffix = "@odata.type";
}
