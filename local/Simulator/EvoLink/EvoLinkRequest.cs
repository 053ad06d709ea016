using System.Text.Json;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.EvoLink;

/// <summary>The create request held against EvoLink's published rules; the first violation is the answer.</summary>
internal sealed class EvoLinkRequest(JsonElement body, SimulatorSettings settings)
{
    private static readonly string[] Members =
    [
        "model", "prompt", "image_urls", "video_urls", "audio_urls", "duration", "quality", "aspect_ratio", "generate_audio", "model_params", "callback_url",
    ];

    private static readonly string[] Ratios = ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive"];

    private readonly RequestFields _fields = new(body);

    public (GenerationOrder? Order, ProviderError? Error) Order()
    {
        try
        {
            return (Read(), null);
        }
        catch (RequestRefusedException refused)
        {
            return (null, refused.Error);
        }
    }

    private GenerationOrder Read()
    {
        if (settings.RejectUnknownFields)
            _fields.RequireKnown(Members);
        var modelId = _fields.Text("model") ?? throw Refuse("model", "model is required");
        var model = EvoLinkModel.All.FirstOrDefault(known => known.Id == modelId)
            ?? throw new RequestRefusedException(new ProviderError(403, Param: "model"));
        var prompt = _fields.Text("prompt");
        if (string.IsNullOrWhiteSpace(prompt))
            throw Refuse("prompt", "prompt is required");
        var duration = _fields.Integer("duration") ?? 5;
        if (duration is < 4 or > 15)
            throw Refuse("duration", "duration must be an integer between 4 and 15");
        var quality = _fields.Text("quality") ?? "720p";
        if (quality is not ("480p" or "720p") && (quality != "1080p" || model.Fast))
            throw Refuse("quality", $"quality {quality} is not supported by {model.Id}");
        if (_fields.Text("aspect_ratio") is { } ratio && !Ratios.Contains(ratio))
            throw Refuse("aspect_ratio", $"aspect_ratio must be one of {string.Join(", ", Ratios)}");
        _ = _fields.Flag("generate_audio");
        var search = WebSearch(model);
        var videos = Media(model);
        var callback = _fields.CallbackUrl(settings.AllowLocalCallbacks);
        decimal? input = videos == 0 ? null : Math.Min((decimal)settings.InputVideoSeconds * videos, 15);
        var credits = EvoLinkPrices.Credits(model, quality, duration, input);
        return new GenerationOrder(model.Id, prompt, duration, credits, search ? credits + EvoLinkPrices.WebSearch : credits, callback);
    }

    private bool WebSearch(EvoLinkModel model)
    {
        if (_fields.Object("model_params") is not { } parameters)
            return false;
        if (model.Mode != EvoLinkModel.Text)
            throw Refuse("model_params", $"model_params is not supported by {model.Id}");
        var inner = new RequestFields(parameters);
        if (settings.RejectUnknownFields)
            inner.RequireKnown(["web_search"]);
        return inner.Flag("web_search") ?? false;
    }

    private int Media(EvoLinkModel model)
    {
        var images = _fields.Urls("image_urls");
        var videos = _fields.Urls("video_urls");
        var audios = _fields.Urls("audio_urls");
        switch (model.Mode)
        {
            case EvoLinkModel.Text when images + videos + audios > 0:
                throw Refuse(null, $"{model.Id} does not support media inputs");
            case EvoLinkModel.Image when videos + audios > 0:
                throw Refuse(null, $"{model.Id} does not support video or audio inputs");
            case EvoLinkModel.Image when images is < 1 or > 2:
                throw Refuse("image_urls", "image_urls must contain 1 or 2 images");
            case EvoLinkModel.Reference when images > 9:
                throw Refuse("image_urls", "image_urls must contain at most 9 images");
            case EvoLinkModel.Reference when videos > 3:
                throw Refuse("video_urls", "video_urls must contain at most 3 videos");
            case EvoLinkModel.Reference when audios > 3:
                throw Refuse("audio_urls", "audio_urls must contain at most 3 audio files");
            case EvoLinkModel.Reference when audios > 0 && images + videos == 0:
                throw Refuse("audio_urls", "audio_urls need at least one image or video");
            default:
                return videos;
        }
    }

    private static RequestRefusedException Refuse(string? param, string message) =>
        new(new ProviderError(400, Message: message, Param: param));
}
