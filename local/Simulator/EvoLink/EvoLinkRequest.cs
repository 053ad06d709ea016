using System.Text.Json;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.EvoLink;

/// <summary>The create request held against EvoLink's published rules; the first violation is the answer.</summary>
internal sealed class EvoLinkRequest(JsonElement body, SimulatorSettings settings)
{
    private static readonly string[] Members =
    [
        "model", "prompt", "image_urls", "video_urls", "audio_urls", "duration", "quality", "aspect_ratio", "generate_audio",
        "model_params", "callback_url",
    ];

    private static readonly string[] Ratios = ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive"];

    private readonly RequestFields _fields = new(body);

    public (GenerationOrder? Order, ProviderError? Error) Read()
    {
        if (settings.RejectUnknownFields)
            _fields.RequireKnown(Members);
        var prompt = _fields.Text("prompt");
        if (string.IsNullOrWhiteSpace(prompt))
            _fields.Refuse("prompt", "prompt is required");
        var duration = _fields.Integer("duration") ?? 5;
        if (duration is < 4 or > 15)
            _fields.Refuse("duration", "duration must be an integer between 4 and 15");
        if (_fields.Text("aspect_ratio") is { } ratio && !Ratios.Contains(ratio))
            _fields.Refuse("aspect_ratio", $"aspect_ratio must be one of {string.Join(", ", Ratios)}");
        _ = _fields.Flag("generate_audio");
        var callback = _fields.CallbackUrl(settings.AllowLocalCallbacks);
        if (Model() is not { } model)
            return (null, _fields.Refusal);

        var quality = Quality(model);
        var search = WebSearch(model);
        var videos = Videos(model);
        if (_fields.Refusal is { } refusal)
            return (null, refusal);
        decimal? input = videos == 0 ? null : Math.Min((decimal)settings.InputVideoSeconds * videos, 15);
        var credits = EvoLinkPrices.Credits(model, quality, duration, input);
        var used = search ? credits + EvoLinkPrices.WebSearch : credits;
        return (new GenerationOrder(model.Id, prompt!, duration, credits, used, callback), null);
    }

    private EvoLinkModel? Model()
    {
        var id = _fields.Text("model");
        var model = EvoLinkModel.All.FirstOrDefault(known => known.Id == id);
        if (id is null)
            _fields.Refuse("model", "model is required");
        else if (model is null)
            _fields.Refuse(new ProviderError(403, Param: "model"));
        return model;
    }

    private string Quality(EvoLinkModel model)
    {
        var quality = _fields.Text("quality") ?? "720p";
        if (quality is not ("480p" or "720p") && (quality != "1080p" || model.Fast))
            _fields.Refuse("quality", $"quality {quality} is not supported by {model.Id}");
        return quality;
    }

    private bool WebSearch(EvoLinkModel model)
    {
        if (_fields.Object("model_params") is not { } parameters)
            return false;
        if (model.Mode != EvoLinkModel.Text)
            _fields.Refuse("model_params", $"model_params is not supported by {model.Id}");
        var inner = new RequestFields(parameters);
        if (settings.RejectUnknownFields)
            inner.RequireKnown(["web_search"]);
        var search = inner.Flag("web_search") ?? false;
        if (inner.Refusal is { } refusal)
            _fields.Refuse(refusal);
        return search;
    }

    private int Videos(EvoLinkModel model)
    {
        var images = _fields.Urls("image_urls");
        var videos = _fields.Urls("video_urls");
        var audios = _fields.Urls("audio_urls");
        switch (model.Mode)
        {
            case EvoLinkModel.Text when images + videos + audios > 0:
                _fields.Refuse(null, $"{model.Id} does not support media inputs");
                break;
            case EvoLinkModel.Image when videos + audios > 0:
                _fields.Refuse(null, $"{model.Id} does not support video or audio inputs");
                break;
            case EvoLinkModel.Image when images is < 1 or > 2:
                _fields.Refuse("image_urls", "image_urls must contain 1 or 2 images");
                break;
            case EvoLinkModel.Reference when images > 9:
                _fields.Refuse("image_urls", "image_urls must contain at most 9 images");
                break;
            case EvoLinkModel.Reference when videos > 3:
                _fields.Refuse("video_urls", "video_urls must contain at most 3 videos");
                break;
            case EvoLinkModel.Reference when audios > 3:
                _fields.Refuse("audio_urls", "audio_urls must contain at most 3 audio files");
                break;
            case EvoLinkModel.Reference when audios > 0 && images + videos == 0:
                _fields.Refuse("audio_urls", "audio_urls need at least one image or video");
                break;
        }

        return videos;
    }
}
