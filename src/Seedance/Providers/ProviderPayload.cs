using System.Text.Encodings.Web;
using System.Text.Json;

namespace Seedance.Providers;

/// <summary>What the payloads of the providers have in common.</summary>
internal static class ProviderPayload
{
    /// <summary>Plain UTF-8: nothing here is ever put into HTML, and Chinese prompts stay a third as long.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteUrls(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> urls)
    {
        if (urls.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var url in urls)
            json.WriteStringValue(url);
        json.WriteEndArray();
    }
}
