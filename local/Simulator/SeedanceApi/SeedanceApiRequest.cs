using System.Text.Json;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.SeedanceApi;

/// <summary>The generate request held against the vendor's guide; the first violation is the answer.</summary>
internal sealed class SeedanceApiRequest(JsonElement body, SimulatorSettings settings)
{
    private const string Model = "seedance-2.0";

    private static readonly string[] Members =
        ["prompt", "aspect_ratio", "resolution", "duration", "generate_audio", "fixed_lens", "image_urls", "callback_url"];

    private static readonly string[] Ratios = ["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"];

    private readonly RequestFields _fields = new(body);

    public (GenerationOrder? Order, ProviderError? Error) Read()
    {
        if (settings.RejectUnknownFields)
            _fields.RequireKnown(Members);
        var prompt = _fields.Text("prompt");
        if (string.IsNullOrWhiteSpace(prompt) || prompt.EnumerateRunes().Count() > 2000)
            _fields.Refuse("prompt", "prompt must have 1 to 2000 characters");
        if (!Ratios.Contains(_fields.Text("aspect_ratio") ?? "1:1"))
            _fields.Refuse("aspect_ratio", $"aspect_ratio must be one of {string.Join(", ", Ratios)}");
        var resolution = _fields.Text("resolution") ?? "720p";
        if (resolution is not ("480p" or "720p"))
            _fields.Refuse("resolution", "resolution must be 480p or 720p");
        var seconds = Seconds();
        var audio = _fields.Flag("generate_audio") ?? false;
        _ = _fields.Flag("fixed_lens");
        if (_fields.Urls("image_urls") > 1)
            _fields.Refuse("image_urls", "image_urls must contain at most 1 image");
        var callback = _fields.CallbackUrl(settings.AllowLocalCallbacks);
        if (_fields.Refusal is { } refusal)
            return (null, refusal with { Code = CodeFor(refusal.Param) });
        var credits = SeedanceApiPrices.Credits(resolution, audio, seconds);
        return (new GenerationOrder(Model, prompt!, seconds, credits, credits, callback), null);
    }

    private int Seconds()
    {
        switch (_fields.Text("duration") ?? "8")
        {
            case "4":
                return 4;
            case "8":
                return 8;
            case "12":
                return 12;
            default:
                _fields.Refuse("duration", "Duration must be 4, 8, or 12 seconds");
                return 0;
        }
    }

    private static string CodeFor(string? param) => param switch
    {
        "aspect_ratio" => "INVALID_ASPECT_RATIO",
        "resolution" => "INVALID_RESOLUTION",
        "duration" => "INVALID_DURATION",
        "image_urls" => "TOO_MANY_IMAGES",
        "prompt" => "INVALID_PROMPT",
        _ => "INVALID_PARAMETER",
    };
}
