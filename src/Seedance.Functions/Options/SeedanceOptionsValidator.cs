namespace Seedance.Functions.Options;

/// <summary>Finds wrong settings at start; every message names the setting as it is written in the environment.</summary>
public sealed partial class SeedanceOptionsValidator : IValidateOptions<SeedanceOptions>
{
    private const int MinKeyBytes = 32;

    // Seconds, minutes or hours: far more than is sensible, far less than a TimeSpan can hold.
    private const int MaxTime = 1_000_000;

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, SeedanceOptions options)
    {
        var wrong = Endpoints(options).Concat(Keys(options)).Concat(Clients(options)).Concat(Prices(options))
            .Concat(Waiting(options.Waiting)).Concat(VideoOptionsRules.Broken(options.Videos))
            .Concat(CallbackSettings.Wrong(options.Callbacks)).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Endpoints(SeedanceOptions options)
    {
        if (options.Requests.PromptCharacters is < 1 or > 10_000)
        {
            yield return "Seedance__Requests__PromptCharacters must be from 1 to 10000.";
        }
        if (options.Requests.MaxFiles is < 1 or > 12)
        {
            yield return "Seedance__Requests__MaxFiles must be from 1 to 12.";
        }
        if (options.PurgeOrchestrationsAfterDays < 2)
        {
            yield return "Seedance__PurgeOrchestrationsAfterDays must be 2 or more: a generation may take a day.";
        }
        if (!(options.SweepGraceSeconds is >= 1 and <= MaxTime))
        {
            yield return $"Seedance__SweepGraceSeconds must be from 1 to {MaxTime}.";
        }
        if (options.PublicBaseUrl is { Length: > 0 } url)
        {
            if (!IsWebAddress(url))
            {
                yield return $"Seedance__PublicBaseUrl is '{url}', which is not an absolute http or https URL.";
            }
            else if (new Uri(url).PathAndQuery != "/" || url.Contains('#', StringComparison.Ordinal))
            {
                yield return $"Seedance__PublicBaseUrl is '{url}'; it must be scheme, host and port alone, without a path or query.";
            }
            else if (!options.AllowPrivateNetworks && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            {
                yield return "Seedance__PublicBaseUrl must begin with https://: providers call back over https only. "
                    + "(Seedance__AllowPrivateNetworks=true permits http for local work.)";
            }
        }
        if (options.Provider is not (ProviderNames.EvoLink or ProviderNames.SeedanceApi))
        {
            yield return $"Seedance__Provider is '{options.Provider}'; it must be '{ProviderNames.EvoLink}' or '{ProviderNames.SeedanceApi}'.";
        }
        foreach (var (provider, settings) in options.Providers)
        {
            if (provider is not (ProviderNames.EvoLink or ProviderNames.SeedanceApi))
            {
                yield return $"Seedance__Providers__{provider} names no provider; there are '{ProviderNames.EvoLink}' and '{ProviderNames.SeedanceApi}'.";
            }
            if (settings.BaseUrl is { Length: > 0 } provided && !IsWebAddress(provided))
            {
                yield return $"Seedance__Providers__{provider}__BaseUrl is '{provided}', which is not an absolute http or https URL.";
            }
            if (settings.Key is { } key && key.Any(character => character is <= ' ' or >= '\x7f'))
            {
                yield return $"Seedance__Providers__{provider}__ApiKey holds a space, a line break or another character that no key has.";
            }
            if (settings.TimeoutSeconds is < 1 or > 600)
            {
                yield return $"Seedance__Providers__{provider}__TimeoutSeconds must be from 1 to 600.";
            }
        }
    }

    private static IEnumerable<string> Keys(SeedanceOptions options)
    {
        if (options.PublicBaseUrl is { Length: > 0 } && string.IsNullOrEmpty(options.WebhookKey))
        {
            yield return "Seedance__WebhookKey is missing: with Seedance__PublicBaseUrl set, it signs the URLs that providers call back.";
        }
        if (options.SignedLinks && string.IsNullOrEmpty(options.LinkKey))
        {
            yield return "Seedance__LinkKey is missing: it signs the links to finished videos. (Seedance__SignedLinks=false does without.)";
        }
        foreach (var (setting, key) in new[]
        {
            ("Seedance__WebhookKey", options.WebhookKey),
            ("Seedance__WebhookKeyPrevious", options.WebhookKeyPrevious),
            ("Seedance__LinkKey", options.LinkKey),
        })
        {
            if (key is { Length: > 0 } && !KeyVaultReference.IsUnresolved(key) && !IsKey(key))
            {
                yield return $"{setting} must be base64 of at least {MinKeyBytes} random bytes (for instance from: openssl rand -base64 32).";
            }
        }
    }

    private static IEnumerable<string> Clients(SeedanceOptions options)
    {
        foreach (var same in options.Clients.GroupBy(entry => entry.Value.KeySha256 ?? entry.Key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            yield return $"Seedance__Clients__{same.Last().Key}__KeySha256 is also the key of '{same.First().Key}': each client needs a key of its own.";
        }
        if (options.AllowAnonymous && options.Clients.ContainsKey(Client.Anonymous.Name))
        {
            yield return "Seedance__Clients__anonymous: with Seedance__AllowAnonymous=true that name belongs to callers without a key.";
        }
        foreach (var (client, settings) in options.Clients)
        {
            if (!ClientName().IsMatch(client))
            {
                yield return $"Seedance__Clients__{client}: a client's name is 1 to 32 letters, digits, '-' or '.', the first and the last a letter or digit.";
            }
            if (!KeyVaultReference.IsUnresolved(settings.KeySha256) && !KeyHash().IsMatch(settings.KeySha256 ?? ""))
            {
                yield return $"Seedance__Clients__{client}__KeySha256 must be the SHA-256 of the client's key, 64 hexadecimal digits.";
            }
            if (settings.DailyCredits < 0) yield return $"Seedance__Clients__{client}__DailyCredits must be 0 or more; without it there is no limit.";
            foreach (var wrong in CallbackSettings.Wrong(client, settings, options)) yield return wrong;
        }
    }

    private static IEnumerable<string> Prices(SeedanceOptions options)
    {
        foreach (var (provider, choice) in options.Prices)
        {
            if (!ProviderNames.IsKnown(provider))
            {
                yield return $"Seedance__Prices__{provider} names no provider; there are '{ProviderNames.EvoLink}' and '{ProviderNames.SeedanceApi}'.";
            }
            else if (!string.IsNullOrWhiteSpace(choice) && !PriceBook.TryChoose(provider, choice, out _))
            {
                var known = PriceBook.Tables.Where(table => table.Provider == provider).Select(table => table.Version);
                yield return $"Seedance__Prices__{provider} is '{choice}', which chooses no price table; there are {string.Join(", ", known)}, "
                    + "or a day such as 2026-05-01 for the newest in force then.";
            }
        }
    }

    private static IEnumerable<string> Waiting(WaitingOptions waiting)
    {
        foreach (var (setting, value) in new[]
        {
            (nameof(waiting.PollSeconds), waiting.PollSeconds),
            (nameof(waiting.WebhookPollSeconds), waiting.WebhookPollSeconds),
            (nameof(waiting.WebhookPollMaxSeconds), waiting.WebhookPollMaxSeconds),
            (nameof(waiting.DeadlineMinutes), waiting.DeadlineMinutes),
            (nameof(waiting.ReconcileMinutes), waiting.ReconcileMinutes),
            (nameof(waiting.ReconcileHours), waiting.ReconcileHours),
        })
        {
            if (!(value is > 0 and <= MaxTime)) yield return $"Seedance__Waiting__{setting} must be more than 0 and at most {MaxTime}.";
        }
        if (!(waiting.SettleMinutes is >= 0 and <= MaxTime)) yield return $"Seedance__Waiting__SettleMinutes must be from 0 to {MaxTime}.";
        if (!(waiting.ReplayAfterSeconds is >= 0 and <= MaxTime))
        {
            yield return $"Seedance__Waiting__ReplayAfterSeconds must be from 0 to {MaxTime}.";
        }
        if (waiting is { ReconcileHours: > 0, DeadlineMinutes: <= MaxTime } && waiting.ReconcileHours * 60 < waiting.DeadlineMinutes)
        {
            yield return "Seedance__Waiting__ReconcileHours must not end before Seedance__Waiting__DeadlineMinutes.";
        }
        if (!(waiting.NotAVideoMinutes is >= 0 and <= MaxTime))
        {
            yield return $"Seedance__Waiting__NotAVideoMinutes must be from 0 to {MaxTime}.";
        }
        if (!(waiting.NotFoundGraceSeconds is >= 0 and <= MaxTime))
        {
            yield return $"Seedance__Waiting__NotFoundGraceSeconds must be from 0 to {MaxTime}.";
        }
        if (waiting.PollsPerExecution is < 1 or > 40) yield return "Seedance__Waiting__PollsPerExecution must be from 1 to 40.";
    }

    private static bool IsWebAddress(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private static bool IsKey(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= MinKeyBytes;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9.-]{0,30}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClientName();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyHash();
}
