using System.Net;
using Azure;
using Azure.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class GetHealthTests
{
    private readonly FakeService _service = new();

    [Fact]
    public async Task A_service_that_reaches_its_storage_is_ok() => await AssertAsync(HttpStatusCode.OK, "ok", "ok");

    [Fact]
    public async Task Records_out_of_reach_are_named()
    {
        _service.Table.Failure = new RequestFailedException(503, "busy");

        await AssertAsync(HttpStatusCode.ServiceUnavailable, "unavailable", "the tasks table does not answer");
    }

    [Fact]
    public async Task Videos_out_of_reach_are_named()
    {
        _service.Blobs.Failure = new AggregateException(new RequestFailedException("no route"));

        await AssertAsync(HttpStatusCode.ServiceUnavailable, "unavailable", "the videos container does not answer");
    }

    [Fact]
    public async Task An_identity_that_gives_no_token_is_unavailable_and_no_surprise()
    {
        _service.Table.Failure = new CredentialUnavailableException("no managed identity");

        await AssertAsync(HttpStatusCode.ServiceUnavailable, "unavailable", "the tasks table does not answer");
    }

    [Fact]
    public async Task Storage_that_never_answers_is_unavailable()
    {
        _service.Table.Failure = new TaskCanceledException("the network timeout");

        await AssertAsync(HttpStatusCode.ServiceUnavailable, "unavailable", "the tasks table does not answer");
    }

    [Fact]
    public async Task A_missing_container_is_named()
    {
        _service.Blobs.ContainerExists = false;

        await AssertAsync(HttpStatusCode.ServiceUnavailable, "unavailable", "the videos container is missing");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@Microsoft.KeyVault(VaultName=studio;SecretName=evolink-api-key)")]
    public async Task A_missing_provider_key_is_named_but_is_no_outage(string? key)
    {
        _service.Options.Providers["evolink"].ApiKey = key;

        var response = await GetAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            ["Seedance__Providers__evolink__ApiKey"],
            Http.JsonOf(response).GetProperty("missing").EnumerateArray().Select(each => each.GetString()));
    }

    private GetHealth Function() => new(
        _service.Tables, _service.Videos, new MissingSettings(Samples.As(_service.Options), NullLogger<MissingSettings>.Instance));

    private Task<HttpResponseMessage> GetAsync() => Http.SendAsync<GetHealth>(
        Http.Request(authorization: null), http => Function().RunAsync(http));

    private async Task AssertAsync(HttpStatusCode status, string health, string storage)
    {
        var response = await GetAsync();

        Assert.Equal(status, response.StatusCode);
        var json = Http.JsonOf(response);
        Assert.Equal((health, storage), (json.GetProperty("status").GetString(), json.GetProperty("storage").GetString()));
        Assert.False(json.TryGetProperty("missing", out _));
    }
}
