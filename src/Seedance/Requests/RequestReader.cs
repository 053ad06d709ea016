namespace Seedance.Requests;

/// <summary>Reads and validates the body of a create request, and names every violation at once.</summary>
public sealed class RequestReader(RequestRules rules)
{
    private readonly OfferedModels _models = new(rules);

    /// <summary>What each model takes, as the settings offer it.</summary>
    public IReadOnlyList<ModelCapabilities> Models => _models.All;

    /// <summary>Reads and validates. Never throws, whatever the bytes are.</summary>
    public RequestResult Read(RequestFormat door, ReadOnlyMemory<byte> json)
    {
        var contract = RequestMembers.Of(door);
        var violations = new Violations();
        if (RequestBody.Parse(contract, json.Span, violations) is not { } body) return new RequestResult.Refused(violations.List);
        var model = ChooseModel(door, contract, body, violations);
        new RequestValidator(rules, contract, body, violations).Validate(model);
        if (violations.Count > 0 || model is null) return new RequestResult.Refused(violations.List);
        var request = ToRequest(contract, body, model);
        return new RequestResult.Accepted(request, PromptWarnings.Of(request));
    }

    /// <summary>
    /// The row of the model that the body asks for. For an unknown model it is the row that the alias would mean, so that the rest can
    /// be checked; null when the provider is unknown. Both are violations.
    /// </summary>
    private ModelCapabilities? ChooseModel(RequestFormat door, RequestMembers contract, RequestBody body, Violations violations)
    {
        if (ChooseProvider(door, body, violations) is not { } provider) return null;
        var resolved = _models.Resolve(provider, body.ImageUrls.Count, body.VideoUrls.Count, body.AudioUrls.Count);
        if (!contract.HasModel || body.Model == ModelIds.Alias) return resolved;
        if (body.Model is null)
        {
            if (!body.Has("model")) violations.Add("model", ViolationCodes.InvalidModel, "model is required.");
            return resolved;
        }
        if (_models.Find(provider, body.Model) is { } row) return row;
        var offered = _models.All.Where(entry => entry.Provider == provider).Select(entry => entry.Model).Append(ModelIds.Alias);
        violations.Add("model", ViolationCodes.InvalidModel,
            $"{Violations.Cut(body.Model)} is not a model of {provider}. Known are {string.Join(", ", offered)}.");
        return resolved;
    }

    private string? ChooseProvider(RequestFormat door, RequestBody body, Violations violations)
    {
        if (!body.Has("provider")) return door == RequestFormat.EvoLink ? rules.EvoLinkDoorProvider : rules.SeedanceApiDoorProvider;
        if (body.Provider is null || ProviderNames.IsKnown(body.Provider)) return body.Provider;
        violations.Add("provider", ViolationCodes.InvalidProvider,
            $"provider must be one of {ProviderNames.EvoLink}, {ProviderNames.SeedanceApi}.");
        return null;
    }

    private static VideoRequest ToRequest(RequestMembers contract, RequestBody body, ModelCapabilities model) => new()
    {
        Provider = model.Provider,
        Model = model.Model,
        Prompt = body.Prompt!,
        ImageUrls = Urls(body.ImageUrls),
        VideoUrls = Urls(body.VideoUrls),
        InputVideoSeconds = body.InputVideoSeconds?.Sum(),
        AudioUrls = Urls(body.AudioUrls),
        // The door's default where the provider offers it, otherwise the provider's own: 5 seconds do not exist at seedanceapi.org.
        DurationSeconds = body.Duration
            ?? (model.Durations.Contains(contract.DefaultDuration) ? contract.DefaultDuration : model.DefaultDuration),
        Resolution = body.Resolution ?? RequestMembers.DefaultResolution,
        AspectRatio = body.AspectRatio ?? contract.DefaultAspectRatio,
        GenerateAudio = body.GenerateAudio ?? contract.DefaultAudio,
        WebSearch = body.WebSearch ?? false,
        FixedLens = body.FixedLens ?? false,
        CallbackUrl = body.CallbackUrl,
    };

    private static string[] Urls(List<string?> urls) => [.. urls.OfType<string>()];
}

/// <summary>The result of reading a request body.</summary>
public abstract record RequestResult
{
    private RequestResult()
    {
    }

    /// <summary>The request is valid.</summary>
    /// <param name="Request">The request, every default resolved.</param>
    /// <param name="Warnings">What the caller may want to know; nothing was changed because of it.</param>
    public sealed record Accepted(VideoRequest Request, IReadOnlyList<string> Warnings) : RequestResult;

    /// <summary>The request is not valid.</summary>
    /// <param name="Violations">Every reason, at least one.</param>
    public sealed record Refused(IReadOnlyList<RequestViolation> Violations) : RequestResult;
}
