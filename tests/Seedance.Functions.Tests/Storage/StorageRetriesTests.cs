using System.Diagnostics;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Seedance.Functions.Tests.Storage;

public sealed class StorageRetriesTests : IDisposable
{
    private readonly TcpListener _frozen = new(IPAddress.Loopback, 0);
    private readonly ServiceProvider _services;

    public StorageRetriesTests()
    {
        // Takes connections, as the backlog does for it, and never answers.
        _frozen.Start();
        var port = ((IPEndPoint)_frozen.LocalEndpoint).Port;
        var account = "DefaultEndpointsProtocol=http;AccountName=frozen;AccountKey=AAAA;"
            + $"TableEndpoint=http://127.0.0.1:{port}/frozen;BlobEndpoint=http://127.0.0.1:{port}/frozen;";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Seedance:Storage", account), new("Seedance:AllowAnonymous", "true"), new("Seedance:SignedLinks", "false")]).Build();
        _services = new ServiceCollection().AddLogging().AddSeedance(configuration).BuildServiceProvider();
    }

    [Fact]
    public async Task Frozen_records_are_a_503_within_30_seconds()
    {
        var watch = Stopwatch.StartNew();

        var request = Http.Request($"GET /v1/tasks/{TaskId.New(Samples.Now)}", "", ("Authorization", null));
        var response = await FrontDoors.CallAsync(_services, new FakeOrchestrations().Client, request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Header("Retry-After"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task A_frozen_container_is_given_up_within_a_request_and_waited_for_elsewhere()
    {
        var container = _services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient("videos");
        using var end = new CancellationTokenSource();
        Task elsewhere = container.ExistsAsync(end.Token);

        using (StorageRetries.WithinRequest()) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => container.ExistsAsync());

        Assert.False(elsewhere.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => elsewhere);
    }

    public void Dispose()
    {
        _services.Dispose();
        _frozen.Dispose();
    }
}
