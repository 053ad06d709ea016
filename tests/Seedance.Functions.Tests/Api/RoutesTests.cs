using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class RoutesTests
{
    private static readonly Route[] Routes =
    [
        .. from type in typeof(UnknownRoute).Assembly.GetTypes()
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger is not null
           select new Route(function.Name, trigger.Route!, trigger.Methods),
    ];

    public static TheoryData<string, string, string> Requests
    {
        get
        {
            var requests = new TheoryData<string, string, string>();
            foreach (var route in Routes)
            {
                foreach (var method in route.Methods ?? ["patch"]) requests.Add(method, route.Sample, route.Function);
            }
            return requests;
        }
    }

    /// <summary>The host tries routes in the alphabetical order of their functions' names, and takes the first that matches.</summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public void Every_route_reaches_its_function_under_the_hosts_rule(string method, string path, string function)
        => Assert.Equal(function, FirstMatch(InTheHostsOrder, method, path));

    [Fact]
    public void A_catch_all_that_came_first_would_be_seen()
        => Assert.Equal(nameof(UnknownRoute), FirstMatch(Routes.OrderByDescending(route => route.Function), "get", "/health"));

    [Theory]
    [InlineData("get", "/")]
    [InlineData("get", "/v1/videos/generations")]
    [InlineData("put", "/v1/tasks/x")]
    [InlineData("options", "/v1/generate")]
    [InlineData("head", "/v1/tasks")]
    [InlineData("get", "/v1/tasks/x/cancel")]
    [InlineData("get", "/v2/a/b/c/d/e")]
    public void What_no_function_takes_ends_in_the_last_one(string method, string path)
        => Assert.Equal(nameof(UnknownRoute), FirstMatch(InTheHostsOrder, method, path));

    [Theory]
    [InlineData("GET", "/v1/video?secret=1", "There is no GET /v1/video here; /openapi.json lists what there is.")]
    [InlineData("PATCH", "/", "There is no PATCH / here; /openapi.json lists what there is.")]
    public async Task An_unknown_route_is_named_without_its_query(string method, string path, string message)
    {
        var response = await SendAsync(Http.Request("https://reached.example.com" + path, method, authorization: null));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var error = Http.JsonOf(response).GetProperty("error");
        Assert.Equal(("route_not_found", "not_found_error"), (error.GetProperty("code").GetString(), error.GetProperty("type").GetString()));
        Assert.Equal(message, error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_wrong_method_at_the_other_front_door_is_told_in_that_vendors_shape()
    {
        var json = Http.JsonOf(await SendAsync(Http.Request("https://reached.example.com/v1/generate")));

        Assert.Equal((404, "ROUTE_NOT_FOUND"), (json.GetProperty("code").GetInt32(), json.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task However_long_a_path_is_its_message_is_short()
    {
        var response = await SendAsync(Http.Request("https://reached.example.com/" + new string('a', 9000), new string('M', 500)));

        Assert.InRange(Http.LengthOf(response), 200, 500);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        => Http.SendAsync<UnknownRoute>(request, http => Task.FromResult(UnknownRoute.Run(http)));

    private static IEnumerable<Route> InTheHostsOrder => Routes.OrderBy(route => route.Function, StringComparer.OrdinalIgnoreCase);

    private static string? FirstMatch(IEnumerable<Route> ordered, string method, string path)
        => ordered.FirstOrDefault(route => route.Takes(method, path))?.Function;

    private sealed record Route(string Function, string Template, string[]? Methods)
    {
        /// <summary>A path with a value for every parameter.</summary>
        public string Sample
            => "/" + string.Join('/', Template.Split('/').Select((part, index) => part.StartsWith('{') ? $"value-{index}" : part));

        public bool Takes(string method, string path)
            => (Methods is null || Methods.Contains(method, StringComparer.OrdinalIgnoreCase))
                && new TemplateMatcher(TemplateParser.Parse(Template), []).TryMatch(new PathString(path), new RouteValueDictionary());
    }
}
