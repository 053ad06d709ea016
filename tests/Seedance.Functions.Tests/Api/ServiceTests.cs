using System.Net;
using Azure;
using Azure.Identity;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class ServiceTests
{
    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public ServiceTests() => _doors = new FrontDoors(_service);

    public static TheoryData<object, string> Outages => new()
    {
        { (Action<FakeService>)(service => service.Table.Failure = new RequestFailedException(503, "busy")), "the tasks table does not answer" },
        { (Action<FakeService>)(service => service.Table.Failure = new CredentialUnavailableException("no identity")), "the tasks table does not answer" },
        { (Action<FakeService>)(service => service.Table.Failure = new TaskCanceledException("the network timeout")), "the tasks table does not answer" },
        { (Action<FakeService>)(service => service.Blobs.Failure = new AggregateException(new RequestFailedException("no route"))), "the videos container does not answer" },
        { (Action<FakeService>)(service => service.Blobs.ContainerExists = false), "the videos container is missing" },
    };

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Health_names_the_storage_that_is_out_of_reach(object breakIt, string storage)
    {
        Assert.Equal("""{"status":"ok","storage":"ok"}""", await HealthAsync(HttpStatusCode.OK));
        ((Action<FakeService>)breakIt)(_service);

        Assert.Equal($$"""{"status":"unavailable","storage":"{{storage}}"}""", await HealthAsync(HttpStatusCode.ServiceUnavailable));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@Microsoft.KeyVault(VaultName=studio;SecretName=evolink-api-key)")]
    public async Task A_missing_provider_key_is_named_but_is_no_outage(string? key)
    {
        _service.Options.Providers["evolink"].ApiKey = key;

        Assert.Equal(
            """{"status":"ok","storage":"ok","missing":["Seedance__Providers__evolink__ApiKey"]}""", await HealthAsync(HttpStatusCode.OK));
    }

    [Fact]
    public async Task Anyone_can_read_the_description_and_again_only_when_it_has_changed()
    {
        var first = await _doors.CallAsync("GET /openapi.json", "", ("Authorization", null));
        var second = await _doors.CallAsync("GET /openapi.json", "", ("If-None-Match", first.Header("ETag")));

        Assert.Equal((HttpStatusCode.OK, "3.1.0"), (first.StatusCode, first.Json().Text("openapi")));
        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, second.Bytes().Length));
    }

    private async Task<string> HealthAsync(HttpStatusCode status)
    {
        var response = await _doors.CallAsync("GET /health", "", ("Authorization", null));
        Assert.Equal(status, response.StatusCode);
        return response.Json().GetRawText();
    }
}
