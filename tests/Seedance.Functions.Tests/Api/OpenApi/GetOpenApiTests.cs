using System.Net;
using Seedance.Functions.Api.OpenApi;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api.OpenApi;

public class GetOpenApiTests
{
    [Fact]
    public async Task Anyone_may_read_the_description()
    {
        var response = await GetOpenApi.RunAsync(new FakeHttpRequest(authorization: null), CancellationToken.None);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("3.1.0", FakeHttpResponse.JsonOf(response).GetProperty("openapi").GetString());
    }

    [Fact]
    public async Task Who_has_it_as_it_is_does_not_get_it_again()
    {
        var first = await GetOpenApi.RunAsync(new FakeHttpRequest(), CancellationToken.None);
        var request = new FakeHttpRequest();
        request.Headers.Add("If-None-Match", FrontDoors.Header(first, "ETag")!);

        var second = await GetOpenApi.RunAsync(request, CancellationToken.None);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(0, second.Body.Length);
    }
}
