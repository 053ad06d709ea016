using System.Net;
using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tests.Tables;

public sealed class RetriesTests
{
    [Fact]
    public async Task A_busy_service_is_asked_again_with_a_signature_of_its_own()
    {
        using var service = new BusyService(HttpStatusCode.ServiceUnavailable, HttpStatusCode.NoContent);

        var response = await service.Table.UpsertEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(204, response.Status);
        Assert.Equal(2, service.Signatures.Count);
        Assert.All(service.Signatures, signature => Assert.StartsWith("SharedKeyLite a:", signature, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_options_say_how_often()
    {
        using var service = new BusyService(HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.NoContent);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => service.Table.UpsertEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(503, failure.Status);
        Assert.Equal(2, service.Signatures.Count);
    }

    [Fact]
    public async Task An_error_without_the_services_body_is_still_an_error()
    {
        using var service = new BusyService(HttpStatusCode.BadRequest);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => service.Table.UpsertEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(400, failure.Status);
        Assert.Null(failure.ErrorCode);
    }

    private sealed class BusyService : HttpMessageHandler
    {
        private readonly Queue<HttpStatusCode> _answers;

        public BusyService(params HttpStatusCode[] answers)
        {
            _answers = new(answers);
            Table = new TableClient(
                "AccountName=a;AccountKey=a2V5;TableEndpoint=http://tables.invalid/a",
                "things",
                new TableClientOptions
                {
                    Transport = new HttpClientTransport(new HttpClient(this)),
                    Retry = { MaxRetries = 1, Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero },
                });
        }

        public TableClient Table { get; }

        public List<string> Signatures { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Signatures.Add(request.Headers.GetValues("Authorization").Single());
            return Task.FromResult(new HttpResponseMessage(_answers.Dequeue())
            {
                RequestMessage = request,
                Content = new StringContent("<html>no OData here</html>"),
            });
        }
    }
}
