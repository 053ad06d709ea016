using Seedance.Capabilities;

namespace Seedance.Requests;

/// <summary>Reads the body of a create request: tolerant of nothing, and naming every violation at once.</summary>
public sealed class RequestReader(RequestRules rules)
{
    private readonly OfferedModels _models = new(rules);

    /// <summary>What each model takes, as the settings offer it.</summary>
    public IReadOnlyList<ModelCapabilities> Models => _models.All;

    /// <summary>Reads and validates. Any bytes at all give an answer, never an exception.</summary>
    /// <param name="door">Whose names, types and defaults apply.</param>
    /// <param name="json">The body as received.</param>
    public RequestReading Read(FrontDoor door, ReadOnlyMemory<byte> json)
    {
        var contract = DoorContract.Of(door);
        var violations = new Violations();
        if (RequestBodyParser.Parse(contract, json.Span, violations) is not { } body)
            return new RequestReading.Refused(violations.List);
        var model = ModelChoice.Make(rules, _models, door, contract, body, violations);
        new RequestValidator(rules, contract, body, violations).Validate(model);
        if (violations.Count > 0 || model is null)
            return new RequestReading.Refused(violations.List);
        var request = Normalise(contract, body, model);
        return new RequestReading.Accepted(request, PromptWarnings.Of(request));
    }

    private static VideoRequest Normalise(DoorContract contract, RequestBody body, ModelCapabilities model) => new()
    {
        Provider = model.Provider,
        Model = model.Model,
        Prompt = body.Prompt!,
        ImageUrls = Urls(body.ImageUrls),
        VideoUrls = Urls(body.VideoUrls),
        InputVideoSeconds = body.InputVideoSeconds?.Sum(),
        AudioUrls = Urls(body.AudioUrls),
        DurationSeconds = body.Duration ?? DefaultDuration(contract, model),
        Resolution = body.Resolution ?? DoorContract.DefaultResolution,
        AspectRatio = body.AspectRatio ?? contract.DefaultAspectRatio,
        GenerateAudio = body.GenerateAudio ?? contract.DefaultAudio,
        WebSearch = body.WebSearch ?? false,
        FixedLens = body.FixedLens ?? false,
        CallbackUrl = body.CallbackUrl,
    };

    // The door's default where the provider offers it, otherwise the provider's own: 5 seconds do not exist at seedanceapi.org.
    private static int DefaultDuration(DoorContract contract, ModelCapabilities model) =>
        model.Durations.Contains(contract.DefaultDuration) ? contract.DefaultDuration : model.DefaultDuration;

    private static string[] Urls(List<string?> urls) => urls.Count == 0 ? [] : [.. urls.OfType<string>()];
}
