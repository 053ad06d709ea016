using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

/// <summary>A storage account that delegates keys over HTTP, and remembers which it was asked for.</summary>
internal sealed class DelegatingStorage
{
    public DelegatingStorage()
    {
        var options = new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(new Handler(AnswerAsync))) };
        options.Retry.MaxRetries = 0;
        Blobs = new BlobServiceClient(new Uri("https://account.blob.core.windows.net"), Samples.Identity, options);
    }

    public BlobServiceClient Blobs { get; }

    public FakeTimeProvider Time { get; } = new(Samples.Now);

    /// <summary>Beginning and end of every key that was asked for.</summary>
    public List<(string Start, string Expiry)> Asked { get; } = [];

    /// <summary>False: storage refuses.</summary>
    public bool Delegates { get; set; } = true;

    /// <summary>What an answer waits for.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    public DelegationKeys NewKeys() => new(Blobs, Time, NullLogger<DelegationKeys>.Instance);

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal("?restype=service&comp=userdelegationkey", request.RequestUri!.Query);
        var info = XElement.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        var (start, expiry) = (info.Element("Start")!.Value, info.Element("Expiry")!.Value);
        lock (Asked) Asked.Add((start, expiry));
        await Until;
        if (!Delegates) return new HttpResponseMessage(HttpStatusCode.Forbidden);

        // As in Azure, the times decide about the key.
        var value = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(start + expiry)));
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($"""
                <?xml version="1.0" encoding="utf-8"?>
                <UserDelegationKey>
                  <SignedOid>00000000-0000-0000-0000-000000000001</SignedOid><SignedTid>00000000-0000-0000-0000-000000000002</SignedTid>
                  <SignedStart>{start}</SignedStart><SignedExpiry>{expiry}</SignedExpiry>
                  <SignedService>b</SignedService><SignedVersion>2023-11-03</SignedVersion><Value>{value}</Value>
                </UserDelegationKey>
                """, Encoding.UTF8, "application/xml"),
        };
    }

    private sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => answer(request, cancellationToken);
    }
}
