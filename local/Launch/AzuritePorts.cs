namespace Seedance.Launch;

/// <summary>The three services of one Azurite, and the connection string that reaches them.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    private const string Account = "devstoreaccount1";

    // The published key of every Azurite: it protects nothing.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public string ConnectionString => ConnectionStringOf(Account, Key);

    public string ConnectionStringOf(string account, string key) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};" +
        $"BlobEndpoint={Endpoint(Blob, account)};QueueEndpoint={Endpoint(Queue, account)};TableEndpoint={Endpoint(Table, account)};";

    public static AzuritePorts Free()
    {
        var ports = FreePorts.Next(3);
        return new(ports[0], ports[1], ports[2]);
    }

    private static string Endpoint(int port, string account) => $"http://127.0.0.1:{port}/{account}";
}
