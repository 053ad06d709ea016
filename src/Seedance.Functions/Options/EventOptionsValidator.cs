namespace Seedance.Functions.Options;

/// <summary>Finds a wrong topic at start.</summary>
public sealed class EventOptionsValidator : IValidateOptions<SeedanceOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, SeedanceOptions options)
    {
        if (options.Events.TopicEndpoint is not { Length: > 0 } endpoint) return ValidateOptionsResult.Success;

        // Azure.Core sends no token over http.
        return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri is { Query: "", Fragment: "", UserInfo: "" }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Seedance__Events__TopicEndpoint must be the https URL of an Event Grid topic, without a query: "
                + "the app publishes with its identity, not with a key.");
    }
}
