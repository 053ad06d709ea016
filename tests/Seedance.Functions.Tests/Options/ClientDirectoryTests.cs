using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Options;

public class ClientDirectoryTests
{
    [Fact]
    public void A_client_is_known_by_its_key()
    {
        var options = Samples.Options;
        options.Clients["other"] = new ClientOptions { KeySha256 = Samples.Sha256Of("other-key") };
        var clients = new ClientDirectory(Samples.As(options));

        Assert.Equal("studio", clients.Find(Samples.ClientKey)?.Name);
        Assert.Equal("other", clients.Find("other-key")?.Name);
    }

    [Fact]
    public void A_hash_in_either_case_of_letters_is_the_same_hash()
    {
        var options = Samples.Options;
        options.Clients["studio"].KeySha256 = Samples.Sha256Of(Samples.ClientKey).ToLowerInvariant();

        Assert.NotNull(new ClientDirectory(Samples.As(options)).Find(Samples.ClientKey));
    }

    [Theory]
    [InlineData("Studio-key")]
    [InlineData("studio-key ")]
    [InlineData("studio")]
    public void An_unknown_key_is_nobody_s_even_where_calls_without_a_key_are_allowed(string key)
    {
        var options = Samples.Options;
        options.AllowAnonymous = true;

        Assert.Null(new ClientDirectory(Samples.As(options)).Find(key));
    }

    [Fact]
    public void The_hash_itself_is_no_key()
        => Assert.Null(new ClientDirectory(Samples.As(Samples.Options)).Find(Samples.Sha256Of(Samples.ClientKey)));

    [Theory]
    [InlineData(true, "anonymous")]
    [InlineData(false, null)]
    public void Without_a_key_a_caller_is_anonymous_where_that_is_allowed(bool allowed, string? name)
    {
        var options = Samples.Options;
        options.AllowAnonymous = allowed;
        var clients = new ClientDirectory(Samples.As(options));

        Assert.Equal(name, clients.Find(null)?.Name);
        Assert.Equal(name, clients.Find("")?.Name);
        Assert.Equal(allowed, clients.Names.Contains("anonymous"));
    }

    [Fact]
    public void With_no_client_configured_every_call_is_refused()
    {
        var clients = new ClientDirectory(Samples.As(new SeedanceOptions()));

        Assert.Null(clients.Find(null));
        Assert.Null(clients.Find("any"));
    }

    [Fact]
    public void Names_are_in_lower_case_however_they_are_configured()
    {
        var options = new SeedanceOptions();
        options.Clients["Studio"] = new ClientOptions
        {
            KeySha256 = Samples.Sha256Of(Samples.ClientKey),
            CallbackSecret = Samples.CallbackSecret,
        };
        var clients = new ClientDirectory(Samples.As(options));

        Assert.Equal("studio", clients.Find(Samples.ClientKey)?.Name);
        Assert.Equal(["studio"], clients.Names);
        Assert.Equal([Samples.CallbackSecret], clients.CallbackSecretsOf("studio"));
    }

    [Fact]
    public void A_client_without_a_callback_secret_has_none()
    {
        var options = Samples.Options;
        options.Clients["studio"].CallbackSecret = "";
        var clients = new ClientDirectory(Samples.As(options));

        Assert.Empty(clients.CallbackSecretsOf("studio"));
        Assert.Empty(clients.CallbackSecretsOf("anonymous"));
    }
}
