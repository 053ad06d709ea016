namespace Seedance.Functions.Tests.Options;

public class ClientDirectoryTests
{
    private readonly SeedanceOptions _options = Samples.Options;

    private ClientDirectory Clients => new(Samples.As(_options));

    [Theory]
    [InlineData(true, "anonymous")]
    [InlineData(false, null)]
    public void A_client_is_known_by_its_key_and_without_one_is_anonymous_where_that_is_allowed(bool allowed, string? name)
    {
        _options.AllowAnonymous = allowed;
        _options.Clients["Other"] = new ClientOptions { KeySha256 = Samples.Sha256Of("other-key").ToLowerInvariant() };

        Assert.Equal(("studio", "other"), (Clients.Find(Samples.ClientKey)?.Name, Clients.Find("other-key")?.Name));
        Assert.Equal((name, name), (Clients.Find(null)?.Name, Clients.Find("")?.Name));
        Assert.Equal(allowed ? ["studio", "other", "anonymous"] : ["studio", "other"], Clients.Names);
        // The hash itself is no key.
        Assert.All(
            ["Studio-key", "studio-key ", "studio", Samples.Sha256Of(Samples.ClientKey)], key => Assert.Null(Clients.Find(key)));
    }

    [Fact]
    public void Callbacks_are_signed_with_the_current_secret_and_the_previous_one()
    {
        Assert.Equal([Samples.CallbackSecret], Clients.CallbackSecretsOf("studio"));
        _options.Clients["studio"].CallbackSecretPrevious = "previous";
        Assert.Equal([Samples.CallbackSecret, "previous"], Clients.CallbackSecretsOf("studio"));
        Assert.Empty(Clients.CallbackSecretsOf("anonymous"));
    }
}
