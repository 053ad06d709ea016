namespace Seedance.Functions.Options;

/// <summary>
/// Finds all wrong settings at start. Every message starts with the setting's name as it is written in the environment; no message
/// repeats a secret, or a URL that may hold one.
/// </summary>
public sealed partial class SeedanceOptionsValidator : IValidateOptions<SeedanceOptions>
{
    private const string Known = $"there are '{ProviderNames.EvoLink}' and '{ProviderNames.SeedanceApi}'.";

    private static readonly SettingAttributes Attributes = new();

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, SeedanceOptions options)
    {
        var attributes = options.Providers.Select(each => Attributes.Validate($"Seedance__Providers__{each.Key}", each.Value))
            .Prepend(Attributes.Validate("Seedance", options));
        List<string> wrong =
        [
            .. attributes.SelectMany(result => result.Failures ?? []).Select(Sentence),
            .. Rules(options).Where(rule => !rule.Holds).Select(rule => rule.Otherwise),
        ];
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<Rule> Rules(SeedanceOptions options)
    {
        const string key = "base64 of at least 32 random bytes (for instance from: openssl rand -base64 32)";
        var (late, deadline) = (options.Waiting.ReconcileHours * 60, options.Waiting.DeadlineMinutes);
        return
        [
            new(IsEmptyOr(options.PublicBaseUrl, url => IsBaseUrl(url, options.AllowPrivateNetworks)),
                "Seedance__PublicBaseUrl must be https, a host and a port alone. (Seedance__AllowPrivateNetworks=true permits http.)"),
            new(IsEmpty(options.PublicBaseUrl) || !IsEmpty(options.WebhookKey),
                "Seedance__WebhookKey is missing: with Seedance__PublicBaseUrl set, it signs the URLs that providers call back."),
            new(!options.SignedLinks || !IsEmpty(options.LinkKey),
                "Seedance__LinkKey is missing: it signs the links to finished videos. (Seedance__SignedLinks=false does without.)"),
            Secret("Seedance__WebhookKey", options.WebhookKey, IsKey, key),
            Secret("Seedance__WebhookKeyPrevious", options.WebhookKeyPrevious, IsKey, key),
            Secret("Seedance__LinkKey", options.LinkKey, IsKey, key),
            new(ProviderNames.IsKnown(options.Provider), $"Seedance__Provider is '{options.Provider}', which is none; {Known}"),
            // What is out of its range is wrong by itself.
            new(!(late > 0) || !(deadline <= WaitingOptions.MaxTime) || late >= deadline,
                "Seedance__Waiting__ReconcileHours must not end before Seedance__Waiting__DeadlineMinutes."),
            new(IsEmptyOr(options.Events.TopicEndpoint, IsTopic),
                "Seedance__Events__TopicEndpoint must be the https URL of an Event Grid topic, without a query: the app uses no key."),
            .. options.Callbacks.Ports.Select((port, index) => new Rule(
                port is >= 1 and <= 65535, $"Seedance__Callbacks__Ports__{index} is {port}; a port is from 1 to 65535.")),
            .. HostList.Split(options.Videos.AllowedHosts).Select(host => new Rule(
                HostList.IsEntry(host),
                $"Seedance__Videos__AllowedHosts names '{host}'; write cdn.example.com, *.example.com or cdn.example.com:8443.")),
            .. options.Prices.Select(each => Price($"Seedance__Prices__{each.Key}", each.Key, each.Value)),
            .. options.Providers.SelectMany(each => Rules($"Seedance__Providers__{each.Key}", each.Key, each.Value)),
            .. options.Clients.SelectMany(each => Rules($"Seedance__Clients__{each.Key}", each.Key, each.Value, options)),
        ];
    }

    private static IEnumerable<Rule> Rules(string setting, string provider, ProviderOptions settings) =>
    [
        new(ProviderNames.IsKnown(provider.ToLowerInvariant()), $"{setting} names no provider; {Known}"),
        new(IsEmptyOr(settings.BaseUrl, IsApiBase),
            $"{setting}__BaseUrl must be an absolute http or https URL without a query, a fragment, and the /v1 that is added to it."),
        new(settings.HonoursIdempotencyKey is not true || !provider.Equals(ProviderNames.SeedanceApi, StringComparison.OrdinalIgnoreCase),
            $"{setting}__HonoursIdempotencyKey must not be true: that API knows no idempotency keys."),
        new(IsEmptyOr(settings.Key, text => text.All(character => character is > ' ' and < '\x7f')),
            $"{setting}__ApiKey holds a space, a line break or another character that no key has."),
    ];

    private static Rule Price(string setting, string provider, string? choice)
    {
        if (!ProviderNames.IsKnown(provider)) return new Rule(false, $"{setting} names no provider; {Known}");
        var tables = PriceBook.Tables.Where(table => table.Provider == provider).Select(table => table.Version);
        return new Rule(
            string.IsNullOrWhiteSpace(choice) || PriceBook.TryChoose(provider, choice, out _),
            $"{setting} is '{choice}', which is no price table; there are {string.Join(", ", tables)}, or a day such as 2026-05-01.");
    }

    private static IEnumerable<Rule> Rules(string setting, string name, ClientOptions client, SeedanceOptions options)
    {
        const string secret = "'whsec_' followed by base64 of 24 to 64 bytes";
        var hash = IsEmpty(client.KeySha256) ? "-" : client.KeySha256;
        var first = options.Clients.First(
            other => string.Equals(other.Value.KeySha256, client.KeySha256, StringComparison.OrdinalIgnoreCase)).Key;
        return
        [
            new(ClientName().IsMatch(name), $"{setting}: a name is 1 to 32 letters, digits, '-' or '.', first and last a letter or digit."),
            new(!options.AllowAnonymous || !name.Equals(Client.Anonymous.Name, StringComparison.OrdinalIgnoreCase),
                $"{setting}: with Seedance__AllowAnonymous=true that name belongs to callers without a key."),
            Secret($"{setting}__KeySha256", hash, KeyHash().IsMatch, "the SHA-256 of a key, 64 hexadecimal digits"),
            new(hash == "-" || first == name, $"{setting}__KeySha256 is also that of '{first}'; each client needs its own."),
            new(client.DailyCredits is null or >= 0, $"{setting}__DailyCredits must be 0 or more; without it there is no limit."),
            Secret($"{setting}__CallbackSecret", client.CallbackSecret, StandardWebhookSignature.IsSecret, secret),
            Secret($"{setting}__CallbackSecretPrevious", client.CallbackSecretPrevious, StandardWebhookSignature.IsSecret, secret),
            new(!IsEmpty(client.CallbackSecret) || IsEmpty(client.CallbackSecretPrevious),
                $"{setting}__CallbackSecret is missing: {setting}__CallbackSecretPrevious is the previous one."),
            new(!IsEmpty(client.CallbackSecret) || IsEmpty(client.CallbackUrl),
                $"{setting}__CallbackSecret is missing: it signs what is sent to {setting}__CallbackUrl."),
            new(IsEmptyOr(client.CallbackUrl, url => CallbackUrl.TryParse(url, options.CallbackRules, out _)),
                $"{setting}__CallbackUrl must be an absolute https URL of a public host, on port 443 or one of Seedance__Callbacks__Ports, "
                + "without a user name, of at most 2048 characters."),
        ];
    }

    // Not a provider's key: without it the app runs, and /health says what is missing.
    private static Rule Secret(string setting, string? secret, Func<string, bool> isValid, string rule)
        => SeedanceOptions.IsUnresolved(secret)
            ? new(false, $"{setting} is a reference to a secret in Key Vault that was not resolved: it is not there, or not for this app.")
            : new(IsEmptyOr(secret, isValid), $"{setting} must be {rule}.");

    private static bool IsEmpty(string? text) => string.IsNullOrEmpty(text);

    private static bool IsEmptyOr(string? text, Func<string, bool> isValid) => string.IsNullOrEmpty(text) || isValid(text);

    private static Uri? WebUrl(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    private static bool IsBaseUrl(string text, bool allowHttp)
        => WebUrl(text) is { PathAndQuery: "/", Fragment: "" } url && !text.EndsWith('#') && (allowHttp || url.Scheme == "https");

    private static bool IsApiBase(string text)
        => WebUrl(text) is { Query: "", Fragment: "", UserInfo: "" } url && !text.Contains('?') && !text.Contains('#')
            && !url.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.OrdinalIgnoreCase);

    // Azure.Core sends no token over http.
    private static bool IsTopic(string text) => WebUrl(text) is { Scheme: "https", Query: "", Fragment: "", UserInfo: "" };

    private static bool IsKey(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= 32;
    }

    // "PollSeconds: The field Seedance.Waiting.PollSeconds must be ..."
    private static string Sentence(string failure)
    {
        var parts = GeneratedFailure().Match(failure).Groups;
        return parts["name"].Value.Replace(".", "__", StringComparison.Ordinal) + parts["rule"].Value;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9.-]{0,30}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClientName();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyHash();

    [GeneratedRegex(@"\A\w+: (The field )?(?<name>\S+)(?<rule> .*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex GeneratedFailure();

    private sealed record Rule(bool Holds, string Otherwise);
}

[OptionsValidator]
internal sealed partial class SettingAttributes : IValidateOptions<SeedanceOptions>, IValidateOptions<ProviderOptions>;
