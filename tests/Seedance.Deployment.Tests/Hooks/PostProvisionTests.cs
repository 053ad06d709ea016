namespace Seedance.Deployment.Tests.Hooks;

public sealed class PostProvisionTests : IDisposable
{
    private readonly FakeAz _az = new();

    public void Dispose() => _az.Dispose();

    [Fact]
    public void It_generates_both_keys_and_makes_the_platform_look_again()
    {
        var run = _az.Run("postprovision.sh");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["link-key", "webhook-key"], _az.Secrets.Keys.Order());
        Assert.All(_az.Secrets.Values, key => Assert.Equal(32, Convert.FromBase64String(key).Length));
        Assert.NotEqual(_az.Secrets["link-key"], _az.Secrets["webhook-key"]);
        Assert.Single(_az.Calls, call => call.StartsWith("functionapp config appsettings set", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_again_it_generates_nothing_and_changes_nothing()
    {
        _az.Run("postprovision.sh");
        var first = _az.Secrets;
        var calls = _az.Calls.Count;

        var run = _az.Run("postprovision.sh");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(first, _az.Secrets);
        Assert.StartsWith("keyvault secret list", Assert.Single(_az.Calls.Skip(calls)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_there_stays_beside_one_that_is_generated()
    {
        _az.Put("webhook-key", "mine");

        _az.Run("postprovision.sh");

        Assert.Equal("mine", _az.Secrets["webhook-key"]);
        Assert.Equal(32, Convert.FromBase64String(_az.Secrets["link-key"]).Length);
    }

    /// <summary>More names than a pipe's buffer, the key's the first of them: who reads a pipe only until then breaks it.</summary>
    [Fact]
    public void A_key_among_very_many_secrets_stays()
    {
        var names = Enumerable.Range(0, 2000).Select(number => $"zz-callback-of-the-client-with-the-very-long-name-{number}");
        foreach (var name in names) _az.Put(name, "theirs");
        _az.Put("link-key", "mine");
        _az.Put("webhook-key", "mine too");

        var run = _az.Run("postprovision.sh");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("mine", _az.Secrets["link-key"]);
        Assert.Equal("mine too", _az.Secrets["webhook-key"]);
    }

    [Fact]
    public void A_key_whose_name_only_contains_the_other_s_is_another()
    {
        _az.Put("webhook-key-previous", "old");

        _az.Run("postprovision.sh");

        Assert.Contains("webhook-key", _az.Secrets.Keys);
    }

    [Fact]
    public void No_key_is_printed_passed_as_an_argument_or_left_in_a_file()
    {
        var run = _az.Run("postprovision.sh");

        Assert.All(_az.Secrets.Values, key =>
        {
            Assert.DoesNotContain(key, run.Output, StringComparison.Ordinal);
            Assert.All(_az.Calls, call => Assert.DoesNotContain(key, call, StringComparison.Ordinal));
        });
        Assert.Empty(_az.Left);
    }

    [Fact]
    public void It_waits_for_a_role_that_does_not_count_yet()
    {
        _az.Put("webhook-key", "mine");
        _az.Refuse("keyvault", "secret", times: 3);

        var run = _az.Run("postprovision.sh");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("mine", _az.Secrets["webhook-key"]);
    }

    [Fact]
    public void When_the_vault_cannot_be_read_it_fails_says_which_role_is_needed_and_writes_nothing()
    {
        _az.Put("webhook-key", "mine");
        _az.Refuse("keyvault", "secret", times: 30);

        var run = _az.Run("postprovision.sh");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Key Vault Secrets Officer", run.Output, StringComparison.Ordinal);
        Assert.Equal("mine", Assert.Single(_az.Secrets).Value);
    }

    [Theory]
    [InlineData("AZURE_KEY_VAULT_NAME")]
    [InlineData("SEEDANCE_FUNCTION_APP")]
    public void Without_an_output_of_the_deployment_it_names_it(string missing)
    {
        var run = _az.Run("postprovision.sh", without: missing);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(missing, run.Output, StringComparison.Ordinal);
        Assert.Empty(_az.Calls);
    }
}
