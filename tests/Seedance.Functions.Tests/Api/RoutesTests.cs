using Azure.Identity;
using Microsoft.AspNetCore.Authorization;

namespace Seedance.Functions.Tests.Api;

public class RoutesTests : DoorTest
{
    [Fact]
    public void Every_route_reaches_its_function_under_the_hosts_rule() => Assert.All(
        from function in HttpFunction.All
        from verb in function.Verbs ?? ["patch"]
        select (function, verb),
        each => Assert.Equal(
            each.function.Name, FirstMatch(HttpFunction.InTheHostsOrder(HttpFunction.All), each.verb, Sample(each.function))));

    [Theory]
    [InlineData("GET /v1/video?secret=1", "There is no GET /v1/video here; /openapi.json lists what there is.")]
    [InlineData("PATCH /", "There is no PATCH / here; /openapi.json lists what there is.")]
    public async Task An_unknown_route_is_named_without_its_query(string call, string message)
    {
        var response = await CallAsync(call, "", NoKey);

        Assert.Equal(
            $$$"""404 {"error":{"code":"route_not_found","message":"{{{message}}}","type":"not_found_error"}}""",
            $"{(int)response.StatusCode} {response.Json()}");
    }

    [Fact]
    public async Task A_wrong_method_on_the_other_surface_has_that_vendors_shape()
    {
        var json = (await CallAsync("GET /v1/generate")).Json();

        Assert.Equal(("404", "ROUTE_NOT_FOUND"), (json.Text("code"), json.Text("message")));
    }

    [Fact]
    public async Task However_long_a_path_is_its_message_is_short()
        => Assert.InRange((await CallAsync($"{new string('M', 500)} /{new string('a', 9000)}")).Bytes().Length, 200, 500);

    [Fact]
    public void Only_these_functions_are_open() => Assert.Equal(
        ["GetContent", "GetHealth", "GetOpenApi", "ReceiveProviderWebhook", "UnknownRoute"],
        HttpFunction.All.Where(function => function.Method.IsDefined(typeof(AllowAnonymousAttribute), false))
            .Select(function => function.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("ok")]
    [InlineData("the tasks table does not answer", 503)]
    [InlineData("the tasks table does not answer", 0)]
    [InlineData("the videos container does not answer")]
    [InlineData("the videos container is missing")]
    public async Task Health_names_the_storage_that_is_out_of_reach(string storage, int? status = null)
    {
        if (status == 503) Service.Table.Failure = new RequestFailedException(503, "busy");
        if (status == 0) Service.Table.Failure = new CredentialUnavailableException("no identity");
        if (storage.StartsWith("the videos", StringComparison.Ordinal)) Service.Blobs.ContainerExists = false;
        if (storage == "the videos container does not answer") Service.Blobs.Failure = new TaskCanceledException("timeout");

        var response = await CallAsync("GET /health", "", NoKey);

        var isOk = storage == "ok";
        Assert.Equal(isOk ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal($$"""{"status":"{{(isOk ? "ok" : "unavailable")}}","storage":"{{storage}}"}""", response.Json().GetRawText());
    }

    private static string Sample(HttpFunction function)
        => "/" + string.Join('/', function.Template.Split('/').Select((part, index) => part.StartsWith('{') ? $"value-{index}" : part));

    private static string? FirstMatch(IEnumerable<HttpFunction> ordered, string verb, string path)
        => ordered.FirstOrDefault(function => function.Takes(verb, path))?.Name;
}
