using Azure.Data.Tables;

namespace Seedance.Emulator.Tables;

internal sealed record TableAccount(Uri Endpoint, TableSharedKeyCredential Credential)
{
    // Published with the storage emulator: the account that everyone's local storage has.
    private const string DevelopmentName = "devstoreaccount1";
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public string Name => Credential.AccountName;

    public static NotSupportedException OnlySharedKey() => new(
        "This stand-in for Azure.Data.Tables signs with the account's shared key only: give it a connection string with AccountKey, "
        + "or build with FunctionsRuntime=azure to use tokens and shared access signatures.");

    public static TableAccount Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var settings = Settings(connectionString);
        if (settings.TryGetValue("UseDevelopmentStorage", out var development) && bool.TryParse(development, out var isDevelopment) && isDevelopment)
            return new(new Uri($"http://127.0.0.1:10002/{DevelopmentName}"), new(DevelopmentName, DevelopmentKey));
        if (settings.ContainsKey("SharedAccessSignature"))
            throw OnlySharedKey();
        var name = Required("AccountName");
        var key = Required("AccountKey");
        var endpoint = settings.GetValueOrDefault("TableEndpoint")
            ?? $"{settings.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{name}.table.{settings.GetValueOrDefault("EndpointSuffix", "core.windows.net")}";
        return new(new Uri(endpoint), new(name, key));

        string Required(string setting) => settings.GetValueOrDefault(setting)
            ?? throw new FormatException($"The storage connection string has no {setting}.");
    }

    private static Dictionary<string, string> Settings(string connectionString)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new FormatException("The storage connection string is not a list of name=value pairs.");
            settings[pair[..equals]] = pair[(equals + 1)..];
        }
        return settings;
    }
}
