using Seedance.Capabilities;

namespace Seedance.Requests;

/// <summary>Decides which provider and model serve a body.</summary>
internal static class ModelChoice
{
    /// <summary>
    /// The row that serves the body, violations added where there is none as asked. For an unknown model it is the row that the
    /// alias would mean, so that the rest can be checked; null when the provider is unknown.
    /// </summary>
    public static ModelCapabilities? Make(
        RequestRules rules, OfferedModels models, FrontDoor door, DoorContract contract, RequestBody body, Violations violations)
    {
        if (ChooseProvider(rules, door, body, violations) is not { } provider)
            return null;
        var resolved = models.Resolve(provider, body.ImageUrls.Count, body.VideoUrls.Count, body.AudioUrls.Count);
        if (!contract.TakesModel || body.Model == ModelIds.Alias)
            return resolved;
        if (body.Model is null)
        {
            if (!body.Has(BodyMember.Model))
                violations.Add("model", ViolationCodes.InvalidModel, "model is required.");
            return resolved;
        }
        if (models.Find(provider, body.Model) is { } row)
            return row;
        var offered = models.All.Where(entry => entry.Provider == provider).Select(entry => entry.Model).Append(ModelIds.Alias);
        var nearest = NearestName.Find(body.Model, offered);
        var hint = nearest is null ? $"Known are {string.Join(", ", offered)}." : $"Did you mean {nearest}?";
        violations.Add("model", ViolationCodes.InvalidModel, $"{Violations.Cut(body.Model)} is not a model of {provider}. {hint}");
        return resolved;
    }

    private static string? ChooseProvider(RequestRules rules, FrontDoor door, RequestBody body, Violations violations)
    {
        if (!body.Has(BodyMember.Provider))
            return door == FrontDoor.EvoLink ? rules.EvoLinkDoorProvider : rules.SeedanceApiDoorProvider;
        if (body.Provider is not { } named)
            return null;
        if (ProviderNames.IsKnown(named) && rules.Providers.Contains(named))
            return named;
        violations.Add("provider", ViolationCodes.InvalidProvider,
            $"provider must be one of {string.Join(", ", rules.Providers.Order())}.");
        return null;
    }
}
