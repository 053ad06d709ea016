using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Emulator.Tests.Host;

public sealed class HttpRoutingTests
{
    [Theory]
    [InlineData("GET", "/v1/tasks/5f1f2b0e-2d3a-4b7e-9a55-1d1f6d5b7c11", "task 5f1f2b0e-2d3a-4b7e-9a55-1d1f6d5b7c11")]
    [InlineData("GET", "/v1/TASKS/5f1f2b0e-2d3a-4b7e-9a55-1d1f6d5b7c11", "task 5f1f2b0e-2d3a-4b7e-9a55-1d1f6d5b7c11")]
    [InlineData("POST", "/webhooks/evolink/7", "evolink 7")]
    [InlineData("GET", "/pages", "page 1")]
    [InlineData("GET", "/pages/3", "page 3")]
    [InlineData("GET", "/files/a/b%20c.txt", "file a/b c.txt")]
    [InlineData("GET", "/query?name=a%26b&name=c", "a&b,c")]
    [InlineData("PUT", "/Unrouted", "PUT")]
    public async Task A_request_reaches_the_function_of_its_route(string method, string path, string answer)
    {
        await using var app = await TestApp.StartAsync(typeof(Routes));

        var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/v1/tasks/not-a-guid")]
    [InlineData("POST", "/webhooks/other/7")]
    [InlineData("POST", "/webhooks/evolink/x")]
    [InlineData("GET", "/nowhere")]
    public async Task A_path_that_fits_no_route_is_not_found(string method, string path)
    {
        await using var app = await TestApp.StartAsync(typeof(Routes));

        var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_method_that_the_route_does_not_have_is_not_allowed()
    {
        await using var app = await TestApp.StartAsync(typeof(Routes));

        var response = await app.Client.DeleteAsync(new Uri("/pages/3", UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task A_HEAD_request_gets_the_headers_without_the_body()
    {
        await using var app = await TestApp.StartAsync(typeof(Routes));

        var response = await app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/pages/3"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("page 3".Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(null, "/api/pages")]
    [InlineData("""{"extensions":{"http":{"routePrefix":"/videos/v2/"}}}""", "/videos/v2/pages")]
    public async Task The_route_prefix_is_of_host_json_and_api_without_one(string? hostJson, string path)
    {
        await using var app = await TestApp.StartAsync(TestApp.Builder(hostJson, typeof(Routes)));

        Assert.Equal("page 1", await app.Client.GetStringAsync(new Uri(path, UriKind.Relative)));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync(new Uri("/pages", UriKind.Relative))).StatusCode);
    }

    public static class Routes
    {
        [Function("Task")]
        public static Task<HttpResponseData> Task(
            [HttpTrigger(AuthorizationLevel.Function, "get", Route = "v1/tasks/{id:guid}")] HttpRequestData request, Guid id) =>
            Say(request, $"task {id}");

        [Function("Webhook")]
        public static Task<HttpResponseData> Webhook(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/{provider:regex(^(evolink|seedanceapi)$)}/{number:int}")]
            HttpRequestData request,
            string provider,
            int number) => Say(request, $"{provider} {number}");

        [Function("Page")]
        public static Task<HttpResponseData> Page(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "pages/{number:int?}")] HttpRequestData request,
            int? number) => Say(request, $"page {number ?? 1}");

        [Function("File")]
        public static async ValueTask<HttpResponseData> File(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequestData request, string path) =>
            await Say(request, $"file {path}");

        [Function("Query")]
        public static Task<HttpResponseData> Query([HttpTrigger(AuthorizationLevel.Anonymous, Route = "query")] HttpRequestData request) =>
            Say(request, request.Query["name"]!);

        [Function("Unrouted")]
        public static HttpResponseData Unrouted([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            response.Body.Write("PUT"u8);
            return response;
        }

        private static async Task<HttpResponseData> Say(HttpRequestData request, string text)
        {
            var response = request.CreateResponse(HttpStatusCode.OK);
            await response.WriteStringAsync(text);
            return response;
        }
    }
}
