using System.Buffers;
using System.Text.Json;
using Seedance.Capabilities;

namespace Seedance.Providers;

/// <summary>Writes EvoLink's create body: every field that the model takes is explicit, what is absent is omitted.</summary>
internal static class EvoLinkPayload
{
    public static byte[] Write(VideoSubmission submission)
    {
        var request = submission.Request;
        var model = CapabilityTable.Find(ProviderNames.EvoLink, request.Model)
            ?? throw new ArgumentException($"'{request.Model}' is not a model of {ProviderNames.EvoLink}.", nameof(submission));
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, ProviderPayload.Options))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, request.Model);
            json.WriteString("prompt"u8, request.Prompt);
            ProviderPayload.WriteUrls(json, "image_urls"u8, request.ImageUrls);
            ProviderPayload.WriteUrls(json, "video_urls"u8, request.VideoUrls);
            ProviderPayload.WriteUrls(json, "audio_urls"u8, request.AudioUrls);
            json.WriteNumber("duration"u8, request.DurationSeconds);
            json.WriteString("quality"u8, request.Resolution);
            json.WriteString("aspect_ratio"u8, request.AspectRatio);
            json.WriteBoolean("generate_audio"u8, request.GenerateAudio);
            if (model.WebSearch)
            {
                json.WriteStartObject("model_params"u8);
                json.WriteBoolean("web_search"u8, request.WebSearch);
                json.WriteEndObject();
            }
            if (submission.CallbackUrl is { } callback)
                json.WriteString("callback_url"u8, callback.AbsoluteUri);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
