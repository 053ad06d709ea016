using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Seedance.Launch;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>A storage account that one test has to itself, on the Azurite that all tests of a run share.</summary>
internal sealed class StorageAccount
{
    // Azurite is told its accounts in one environment variable, which takes 32,767 characters on Windows: ten for each account.
    private const int Accounts = 3200;

    private static readonly HttpPipelineTransport Transport = NewTransport(headers: null);

    // As a client writes that puts bytes into headers as they are: HttpClient alone refuses what is not ASCII.
    private static readonly HttpPipelineTransport CarelessTransport = NewTransport(Encoding.Latin1);

    // It ends with the process of the tests.
    private static readonly Lazy<AzuriteProcess> Azurite = new(() => Task.Run(() => AzuriteProcess.StartAsync(
        new AzuriteOptions { InMemory = true, Accounts = [.. Enumerable.Range(1, Accounts).Select(NameOf)] })).GetAwaiter().GetResult());

    private static int _taken;

    public StorageAccount()
    {
        var number = Interlocked.Increment(ref _taken);
        if (number > Accounts) throw new InvalidOperationException($"All {Accounts} accounts are taken: the tests need a second Azurite.");
        ConnectionString = Azurite.Value.ConnectionStringOf(NameOf(number));
    }

    public string ConnectionString { get; }

    public string Signature => new BlobServiceClient(ConnectionString)
        .GenerateAccountSasUri(AccountSasPermissions.All, DateTimeOffset.UtcNow.AddDays(1), AccountSasResourceTypes.All).Query;

    /// <summary>Options of a client of the app's. The policy sees each call once, before the client's own retries.</summary>
    public static T With<T>(T options, out Interception policy)
        where T : Azure.Core.ClientOptions
    {
        policy = new Interception();
        options.Transport = Transport;
        options.AddPolicy(policy, HttpPipelinePosition.PerCall);
        return options;
    }

    /// <summary>Options of a client of somebody else, which may write any metadata.</summary>
    public static T Elsewhere<T>(T options)
        where T : Azure.Core.ClientOptions
    {
        options.Transport = CarelessTransport;
        return options;
    }

    // Azurite closes a connection that was idle for five seconds; a request that is sent at that very moment would fail.
    private static HttpClientTransport NewTransport(Encoding? headers) => new(new HttpClient(new SocketsHttpHandler
    {
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1),
        RequestHeaderEncodingSelector = (_, _) => headers,
    }));

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"s{number:x3}");
}

/// <summary>Stands between a client and storage, and may act before, after or instead of each call.</summary>
internal sealed class Interception : HttpPipelinePolicy
{
    /// <summary>Makes a call: its second argument sends the request, each time that it is called.</summary>
    public Func<HttpMessage, Func<Task>, Task> Around { get; set; } = (_, send) => send();

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        => new(Around(message, () => ProcessNextAsync(message, pipeline).AsTask()));

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        => throw new NotSupportedException("The app never blocks a thread for storage.");
}
