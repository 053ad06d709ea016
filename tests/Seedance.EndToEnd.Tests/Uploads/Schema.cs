using System.Text.Json.Nodes;
using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>The two schemas in which Event Grid delivers.</summary>
public enum Schema
{
    EventGrid,
    CloudEvents,
}

internal static class Schemas
{
    public static JsonObject EventOf(this Schema schema, UploadedBlob blob)
        => schema == Schema.EventGrid ? BlobCreated.EventGridEvent(blob) : BlobCreated.CloudEvent(blob);
}
