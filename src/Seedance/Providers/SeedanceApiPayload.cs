using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Seedance.Providers;

/// <summary>Writes seedanceapi.org's create body: no model, the duration as a string, every other field explicit.</summary>
internal static class SeedanceApiPayload
{
    public static byte[] Write(VideoSubmission submission)
    {
        var request = submission.Request;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, ProviderPayload.Options))
        {
            json.WriteStartObject();
            json.WriteString("prompt"u8, request.Prompt);
            json.WriteString("aspect_ratio"u8, request.AspectRatio);
            json.WriteString("resolution"u8, request.Resolution);
            json.WriteString("duration"u8, request.DurationSeconds.ToString(CultureInfo.InvariantCulture));
            json.WriteBoolean("generate_audio"u8, request.GenerateAudio);
            json.WriteBoolean("fixed_lens"u8, request.FixedLens);
            ProviderPayload.WriteUrls(json, "image_urls"u8, request.ImageUrls);
            if (submission.CallbackUrl is { } callback)
                json.WriteString("callback_url"u8, callback.AbsoluteUri);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
