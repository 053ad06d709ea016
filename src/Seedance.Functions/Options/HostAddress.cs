namespace Seedance.Functions.Options;

/// <summary>Where this app is reached, for requests that came in on no address: the public base URL, or else what the host says.</summary>
public sealed class HostAddress(IOptions<SeedanceOptions> options)
{
    // Set by App Service and Core Tools: host name and, where it is not 443, the port.
    private const string Variable = "WEBSITE_HOSTNAME";

    /// <summary>Scheme, host and port.</summary>
    /// <exception cref="InvalidOperationException">Neither is known.</exception>
    public Uri Current
    {
        get
        {
            if (options.Value.PublicBaseUrl is { Length: > 0 } configured) return new Uri(configured);
            // Read anew each time: a host that takes a free port knows it only once it runs.
            var name = Environment.GetEnvironmentVariable(Variable);
            return name is { Length: > 0 } && Uri.TryCreate($"https://{name}", UriKind.Absolute, out var host)
                ? host.IsLoopback ? new Uri($"http://{name}") : host
                : throw new InvalidOperationException($"Neither Seedance__PublicBaseUrl nor {Variable} tells where this app is reached.");
        }
    }
}
