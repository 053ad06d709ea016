using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class ClientAuthenticationTests
{
    [Theory]
    [InlineData("Bearer studio-key")]
    [InlineData("bearer studio-key")]
    [InlineData("BEARER   studio-key  ")]
    public async Task A_bearer_key_says_who_is_calling(string header)
        => Assert.Equal("studio", await ClientOfAsync(header, Samples.Options));

    [Theory]
    [InlineData("studio-key")]
    [InlineData("Basic studio-key")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer    ")]
    [InlineData("Bearerstudio-key")]
    [InlineData("Bearer wrong")]
    [InlineData("")]
    public async Task Any_other_header_is_refused_even_where_calls_without_a_key_are_allowed(string header)
    {
        var options = Samples.Options;
        options.AllowAnonymous = true;

        Assert.Null(await ClientOfAsync(header, options));
    }

    [Theory]
    [InlineData(true, "anonymous")]
    [InlineData(false, null)]
    public async Task No_header_at_all_is_an_anonymous_call(bool allowed, string? name)
    {
        var options = Samples.Options;
        options.AllowAnonymous = allowed;

        Assert.Equal(name, await ClientOfAsync(null, options));
    }

    [Fact]
    public async Task The_refusal_says_how_to_authenticate()
    {
        var response = await Http.SendAsync<GetTask>(
            Http.Request(authorization: null), _ => throw new InvalidOperationException("It was called."));

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (response.StatusCode, FrontDoors.Header(response, "WWW-Authenticate")));
        var error = Http.JsonOf(response).GetProperty("error");
        Assert.Equal("unauthorized", error.GetProperty("code").GetString());
        Assert.Equal("authentication_error", error.GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_open_function_is_called_without_a_key_but_has_no_client()
    {
        var response = await Http.SendAsync<GetHealth>(Http.Request(authorization: null), http =>
        {
            Assert.Throws<ApiException>(() => http.Client());
            return Task.FromResult(Results.NoContent());
        });

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public void Health_description_webhooks_links_and_unknown_routes_are_all_that_is_open()
    {
        var open = typeof(GetTask).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FunctionAttribute)) && method.IsDefined(typeof(AllowAnonymousAttribute)))
            .Select(method => method.DeclaringType!);

        Assert.Equal(
            [typeof(GetContent), typeof(GetHealth), typeof(GetOpenApi), typeof(ReceiveProviderWebhook), typeof(UnknownRoute)],
            open.OrderBy(type => type.Name, StringComparer.Ordinal));
    }

    private static async Task<string?> ClientOfAsync(string? header, SeedanceOptions options)
    {
        string? client = null;
        var response = await Http.SendAsync<GetTask>(
            Http.Request(authorization: header),
            http =>
            {
                client = http.Client().Name;
                return Task.FromResult(Results.NoContent());
            },
            options);
        Assert.Equal(client is null ? HttpStatusCode.Unauthorized : HttpStatusCode.NoContent, response.StatusCode);
        return client;
    }
}
