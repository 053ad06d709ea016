using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Options;

public class ClientDirectoryTests
{
    private readonly SeedanceOptions _options = Samples.Options;

    private ClientDirectory Clients => new(Samples.As(_options));

    [Fact]
    public void A_client_is_known_by_its_key()
    {
        _options.Clients["Other"] = new ClientOptions { KeySha256 = Samples.Sha256Of("other-key").ToLowerInvariant() };

        Assert.Equal("studio", Clients.Find(Samples.ClientKey)?.Name);
        Assert.Equal("other", Clients.Find("other-key")?.Name);
        Assert.Equal(["studio", "other"], Clients.Names);
    }

    [Theory]
    [InlineData("Studio-key")]
    [InlineData("studio-key ")]
    [InlineData("studio")]
    public void An_unknown_key_is_refused_even_where_calls_without_a_key_are_allowed(string key)
    {
        _options.AllowAnonymous = true;

        Assert.Null(Clients.Find(key));
    }

    [Fact]
    public void The_hash_itself_is_no_key() => Assert.Null(Clients.Find(Samples.Sha256Of(Samples.ClientKey)));

    [Theory]
    [InlineData(true, "anonymous")]
    [InlineData(false, null)]
    public void Without_a_key_a_caller_is_anonymous_where_that_is_allowed(bool allowed, string? name)
    {
        _options.AllowAnonymous = allowed;

        Assert.Equal(name, Clients.Find(null)?.Name);
        Assert.Equal(name, Clients.Find("")?.Name);
        Assert.Equal(allowed, Clients.Names.Contains("anonymous"));
    }

    [Fact]
    public void Callbacks_are_signed_with_the_current_secret_and_the_previous_one()
    {
        _options.Clients["studio"].CallbackSecretPrevious = "";
        Assert.Equal([Samples.CallbackSecret], Clients.CallbackSecretsOf("studio"));
        _options.Clients["studio"].CallbackSecretPrevious = "previous";
        Assert.Equal([Samples.CallbackSecret, "previous"], Clients.CallbackSecretsOf("studio"));
        Assert.Empty(Clients.CallbackSecretsOf("anonymous"));
    }
}
