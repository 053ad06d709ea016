using System.Net;
using Seedance.Functions.Clients;
using Seedance.Functions.Settings;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Clients;

public class BearerAuthenticationTests
{
    [Theory]
    [InlineData("Bearer studio-key")]
    [InlineData("bearer studio-key")]
    [InlineData("BEARER   studio-key  ")]
    public void A_bearer_key_says_who_is_calling(string header) => Assert.Equal("studio", Authenticate(header, Samples.Options)?.Name);

    [Theory]
    [InlineData("studio-key")]
    [InlineData("Basic studio-key")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer    ")]
    [InlineData("Bearerstudio-key")]
    [InlineData("Bearer wrong")]
    [InlineData("")]
    public void Any_other_header_is_refused_even_where_calls_without_a_key_are_allowed(string header)
    {
        var options = Samples.Options;
        options.AllowAnonymous = true;

        Assert.Null(Authenticate(header, options));
    }

    [Theory]
    [InlineData(true, "anonymous")]
    [InlineData(false, null)]
    public void No_header_at_all_is_an_anonymous_call(bool allowed, string? name)
    {
        var options = Samples.Options;
        options.AllowAnonymous = allowed;

        Assert.Equal(name, Authenticate(null, options)?.Name);
    }

    [Fact]
    public async Task The_refusal_says_how_to_authenticate()
    {
        var response = await BearerAuthentication.RefuseAsync(new FakeHttpRequest(), CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
        var error = FakeHttpResponse.JsonOf(response).GetProperty("error");
        Assert.Equal("unauthorized", error.GetProperty("code").GetString());
        Assert.Equal("authentication_error", error.GetProperty("type").GetString());
    }

    private static Client? Authenticate(string? header, SeedanceOptions options)
    {
        var request = new FakeHttpRequest(authorization: null);
        if (header is not null) request.Headers.TryAddWithoutValidation("Authorization", header);
        return new BearerAuthentication(new ClientDirectory(Samples.As(options))).Authenticate(request);
    }
}
