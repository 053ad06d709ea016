using Microsoft.AspNetCore.Authorization;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class RoutesTests
{
    private readonly FrontDoors _doors = new(new FakeService());

    [Fact]
    public void Every_route_reaches_its_function_under_the_hosts_rule() => Assert.All(
        from function in HttpFunction.All
        from verb in function.Verbs ?? ["patch"]
        select (function, verb),
        each => Assert.Equal(each.function.Name, FirstMatch(HttpFunction.InTheHostsOrder(HttpFunction.All), each.verb, Sample(each.function))));

    [Fact]
    public void A_catch_all_that_came_first_would_be_seen()
        => Assert.Equal("UnknownRoute", FirstMatch(HttpFunction.InTheHostsOrder(HttpFunction.All).Reverse(), "get", "/health"));

    [Theory]
    [InlineData("GET /v1/video?secret=1", "There is no GET /v1/video here; /openapi.json lists what there is.")]
    [InlineData("PATCH /", "There is no PATCH / here; /openapi.json lists what there is.")]
    [InlineData("GET /v1/videos/generations", "There is no GET /v1/videos/generations here; /openapi.json lists what there is.")]
    [InlineData("PUT /v1/tasks/x", "There is no PUT /v1/tasks/x here; /openapi.json lists what there is.")]
    public async Task An_unknown_route_is_named_without_its_query(string call, string message)
    {
        var response = await _doors.CallAsync(call, "", ("Authorization", null));

        Assert.Equal(
            $$$"""404 {"error":{"code":"route_not_found","message":"{{{message}}}","type":"not_found_error"}}""",
            $"{(int)response.StatusCode} {response.Json()}");
    }

    [Fact]
    public async Task A_wrong_method_on_the_other_surface_has_that_vendors_shape()
    {
        var json = (await _doors.CallAsync("GET /v1/generate")).Json();

        Assert.Equal(("404", "ROUTE_NOT_FOUND"), (json.Text("code"), json.Text("message")));
    }

    [Fact]
    public async Task However_long_a_path_is_its_message_is_short()
        => Assert.InRange((await _doors.CallAsync($"{new string('M', 500)} /{new string('a', 9000)}")).Bytes().Length, 200, 500);

    [Fact]
    public void Only_these_functions_are_open() => Assert.Equal(
        ["GetContent", "GetHealth", "GetOpenApi", "ReceiveProviderWebhook", "UnknownRoute"],
        HttpFunction.All.Where(function => function.Method.IsDefined(typeof(AllowAnonymousAttribute), false))
            .Select(function => function.Name).Order(StringComparer.Ordinal));

    private static string Sample(HttpFunction function)
        => "/" + string.Join('/', function.Template.Split('/').Select((part, index) => part.StartsWith('{') ? $"value-{index}" : part));

    private static string? FirstMatch(IEnumerable<HttpFunction> ordered, string verb, string path)
        => ordered.FirstOrDefault(function => function.Takes(verb, path))?.Name;
}
