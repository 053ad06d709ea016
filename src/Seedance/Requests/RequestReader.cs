namespace Seedance.Requests;

/// <summary>Reads and validates the body of a create request, and names every violation at once.</summary>
public sealed class RequestReader(RequestRules rules)
{
    private readonly OfferedModels _models = new(rules);

    /// <summary>Reads and validates. Never throws, whatever the bytes are.</summary>
    public RequestResult Read(RequestFormat format, ReadOnlyMemory<byte> json)
    {
        var (members, violations) = (RequestMembers.Of(format), new Violations());
        if (RequestBody.Parse(members, json.Span, violations) is not { } body) return new RequestResult.Refused(violations.List);
        var model = ChooseModel(format, members, body, violations);
        new RequestValidator(rules, members, body, violations).Validate(model);
        if (violations.List.Count > 0 || model is null) return new RequestResult.Refused(violations.List);
        var request = ToRequest(members, body, model);
        return new RequestResult.Accepted(request, PromptWarnings.Of(request));
    }

    /// <summary>
    /// The row of the model that the body asks for. For an unknown model it is the row that the alias would mean, so that the rest can
    /// be checked; null when the provider is unknown. Both are violations.
    /// </summary>
    private ModelCapabilities? ChooseModel(RequestFormat format, RequestMembers members, RequestBody body, Violations violations)
    {
        if (ChooseProvider(format, body, violations) is not { } provider) return null;
        var resolved = _models.Resolve(provider, body.ImageUrls.Count, body.VideoUrls.Count, body.AudioUrls.Count);
        if (!members.HasModel || body.Model == ModelIds.Alias) return resolved;
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

    private string? ChooseProvider(RequestFormat format, RequestBody body, Violations violations)
    {
        if (!body.Has("provider")) return format == RequestFormat.EvoLink ? rules.EvoLinkDefaultProvider : rules.SeedanceApiDefaultProvider;
        if (body.Provider is null || ProviderNames.IsKnown(body.Provider)) return body.Provider;
        violations.Add("provider", ViolationCodes.InvalidProvider,
            $"provider must be one of {ProviderNames.EvoLink}, {ProviderNames.SeedanceApi}.");
        return null;
    }

    private static VideoRequest ToRequest(RequestMembers members, RequestBody body, ModelCapabilities model) => new()
    {
        Provider = model.Provider,
        Model = model.Model,
        Prompt = body.Prompt!,
        ImageUrls = [.. body.ImageUrls.OfType<string>()],
        VideoUrls = [.. body.VideoUrls.OfType<string>()],
        InputVideoSeconds = body.InputVideoSeconds?.Sum(),
        AudioUrls = [.. body.AudioUrls.OfType<string>()],
        // The format's default where the provider offers it, otherwise the provider's own: 5 seconds do not exist at seedanceapi.org.
        DurationSeconds = body.Duration
            ?? (model.Durations.Contains(members.DefaultDuration) ? members.DefaultDuration : model.DefaultDuration),
        Resolution = body.Resolution ?? RequestMembers.DefaultResolution,
        AspectRatio = body.AspectRatio ?? members.DefaultAspectRatio,
        GenerateAudio = body.GenerateAudio ?? members.DefaultAudio,
        WebSearch = body.WebSearch ?? false,
        FixedLens = body.FixedLens ?? false,
        CallbackUrl = body.CallbackUrl,
    };
}

/// <summary>The result of reading a request body.</summary>
public abstract record RequestResult
{
    private RequestResult() { }

    /// <summary>The request is valid.</summary>
    /// <param name="Request">The request, every default resolved.</param>
    /// <param name="Warnings">What the caller may want to know; nothing was changed because of it.</param>
    public sealed record Accepted(VideoRequest Request, IReadOnlyList<string> Warnings) : RequestResult;

    /// <summary>The request is not valid.</summary>
    /// <param name="Violations">Every reason, at least one.</param>
    public sealed record Refused(IReadOnlyList<RequestViolation> Violations) : RequestResult;
}
