using Azure.Identity;
using Microsoft.AspNetCore.Authorization;

namespace Seedance.Functions.Tests.Api;

public class RoutesTests : DoorTest
{
    [Fact]
    public async Task An_unknown_route_is_named_without_its_query()
    {
        var error = (await CallAsync("GET /v1/video?secret=1", "", NoKey)).Json();

        Assert.Equal("There is no GET /v1/video here; /openapi.json lists what there is.", error.Text("error.message"));
        Assert.Equal(("route_not_found", "not_found_error"), (error.Text("error.code"), error.Text("error.type")));
    }

    [Fact]
    public async Task A_wrong_method_on_the_other_surface_has_that_vendors_shape()
    {
        var json = (await CallAsync("GET /v1/generate")).Json();

        Assert.Equal(("404", "ROUTE_NOT_FOUND"), (json.Text("code"), json.Text("message")));
    }

    [Fact]
    public void Only_these_functions_are_open() => Assert.Equal(
        ["GetContent", "GetHealth", "GetOpenApi", "ReceiveProviderWebhook", "UnknownRoute"],
        HttpFunction.All.Where(function => function.Method.IsDefined(typeof(AllowAnonymousAttribute), false))
            .Select(function => function.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("ok")]
    [InlineData("the tasks table does not answer")]
    [InlineData("the videos container does not answer")]
    [InlineData("the videos container is missing")]
    public async Task Health_names_the_storage_that_is_out_of_reach(string storage)
    {
        if (storage.StartsWith("the tasks", StringComparison.Ordinal)) Service.Table.Failure = new CredentialUnavailableException("none");
        if (storage.StartsWith("the videos", StringComparison.Ordinal)) Service.Blobs.ContainerExists = false;
        if (storage == "the videos container does not answer") Service.Blobs.Failure = new TaskCanceledException("timeout");

        var response = await CallAsync("GET /health", "", NoKey);

        var isOk = storage == "ok";
        Assert.Equal(isOk ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal($$"""{"status":"{{(isOk ? "ok" : "unavailable")}}","storage":"{{storage}}"}""", response.Json().GetRawText());
    }
}
