using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api.OpenApi;

public class GetOpenApiTests
{
    [Fact]
    public async Task Anyone_may_read_the_description()
    {
        var response = await GetAsync(Http.Request(authorization: null));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("3.1.0", Http.JsonOf(response).GetProperty("openapi").GetString());
    }

    [Fact]
    public async Task Who_has_it_as_it_is_does_not_get_it_again()
    {
        var first = await GetAsync(Http.Request());
        var request = Http.Request();
        request.Headers.Add("If-None-Match", FrontDoors.Header(first, "ETag")!);

        var second = await GetAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(0, Http.LengthOf(second));
    }
    private static Task<HttpResponseMessage> GetAsync(HttpRequestMessage request)
        => Http.SendAsync<GetOpenApi>(request, http => Task.FromResult(GetOpenApi.Run(http)));
}
