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

    [Theory]
    [InlineData("ok")]
    [InlineData("the tasks table does not answer", 503)]
    [InlineData("the tasks table does not answer", 0)]
    [InlineData("the videos container does not answer")]
    [InlineData("the videos container is missing")]
    public async Task Health_names_the_storage_that_is_out_of_reach(string storage, int? status = null)
    {
        if (status is { } code) _service.Table.Failure = code == 0 ? new CredentialUnavailableException("no identity") : new RequestFailedException(code, "busy");
        if (storage.StartsWith("the videos", StringComparison.Ordinal)) _service.Blobs.ContainerExists = false;
        if (storage.EndsWith("container does not answer", StringComparison.Ordinal)) _service.Blobs.Failure = new TaskCanceledException("timeout");

        var response = await _doors.CallAsync("GET /health", "", ("Authorization", null));

        var isOk = storage == "ok";
        Assert.Equal(isOk ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal($$"""{"status":"{{(isOk ? "ok" : "unavailable")}}","storage":"{{storage}}"}""", response.Json().GetRawText());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@Microsoft.KeyVault(VaultName=studio;SecretName=evolink-api-key)")]
    public async Task A_missing_provider_key_is_named_but_is_no_outage(string? key)
    {
        _service.Options.Providers["evolink"].ApiKey = key;

        Assert.Equal(
            """{"status":"ok","storage":"ok","missing":["Seedance__Providers__evolink__ApiKey"]}""",
            (await _doors.CallAsync("GET /health").JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task Anyone_can_read_the_description_and_again_only_when_it_has_changed()
    {
        var first = await _doors.CallAsync("GET /openapi.json", "", ("Authorization", null));
        var second = await _doors.CallAsync("GET /openapi.json", "", ("If-None-Match", first.Header("ETag")));

        Assert.Equal((HttpStatusCode.OK, "3.1.0"), (first.StatusCode, first.Json().Text("openapi")));
        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, second.Bytes().Length));
    }
}
