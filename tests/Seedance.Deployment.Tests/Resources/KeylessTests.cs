using System.Text.RegularExpressions;
using Seedance.Deployment.Tests.Bicep;

namespace Seedance.Deployment.Tests.Resources;

/// <summary>No key, password or secret is in a template, and nothing can be reached with one.</summary>
public partial class KeylessTests
{
    private static readonly (BicepFile File, Declaration Resource)[] Resources =
    [
        .. BicepFile.All.SelectMany(file => file.Of("resource").Where(resource => !resource.Existing).Select(resource => (file, resource))),
    ];

    [Fact]
    public void No_template_lists_keys()
        => Assert.All(BicepFile.All, file => Assert.DoesNotContain(
            References.CalledBy(file), call => call.StartsWith("list", StringComparison.OrdinalIgnoreCase) || call == "getSecret"));

    [Fact]
    public void No_secret_passes_through_a_template()
        => Assert.All(BicepFile.All, file =>
        {
            Assert.DoesNotContain(file.Of("param"), param => param.HasDecorator("secure"));
            Assert.DoesNotContain(file.Of("param").Concat(file.Of("output")), one => Secretive().IsMatch(one.Name));
            Assert.DoesNotContain(file.Of("resource"), resource => resource.Type.Contains("/vaults/secrets", StringComparison.Ordinal));
            Assert.DoesNotMatch(LooksSecret(), file.Text);
            Assert.DoesNotContain("newGuid", References.CalledBy(file));
        });

    [Fact]
    public void Nothing_turns_local_authentication_or_shared_keys_on()
        => Assert.All(BicepFile.All, file => Assert.DoesNotMatch(OpensAKey(), file.Text));

    [Fact]
    public void Every_storage_account_is_made_by_the_module_that_refuses_keys()
        => Assert.Equal(
            ["storage/account.bicep"],
            Resources.Where(one => one.Resource.Type.Split('@')[0] == "Microsoft.Storage/storageAccounts").Select(one => one.File.Name));

    [Theory]
    [InlineData("allowSharedKeyAccess", "false")]
    [InlineData("allowBlobPublicAccess", "false")]
    [InlineData("allowCrossTenantReplication", "false")]
    [InlineData("defaultToOAuthAuthentication", "true")]
    [InlineData("minimumTlsVersion", "TLS1_2")]
    [InlineData("supportsHttpsTrafficOnly", "true")]
    [InlineData("networkAcls.defaultAction", "fromInternet ? 'Allow' : 'Deny'")]
    public void A_storage_account_takes_identities_only(string property, string value)
        => Assert.Equal(value, BicepFile.Named("storage/account.bicep").Resource("account").Body.TextAt($"properties.{property}"));

    [Theory]
    [InlineData("enableRbacAuthorization", "true")]
    [InlineData("enableSoftDelete", "true")]
    [InlineData("enablePurgeProtection", "true")]
    public void The_vault_goes_by_roles_and_cannot_be_purged(string property, string value)
        => Assert.Equal(value, BicepFile.Named("secrets/key-vault.bicep").Resource("vault").Body.TextAt($"properties.{property}"));

    [Theory]
    [InlineData("telemetry/application-insights.bicep", "workspace", "properties.features.disableLocalAuth")]
    [InlineData("telemetry/application-insights.bicep", "applicationInsights", "properties.DisableLocalAuth")]
    [InlineData("events/own-topic.bicep", "topic", "properties.disableLocalAuth")]
    public void Telemetry_and_topics_take_identities_only(string file, string resource, string property)
        => Assert.Equal("true", BicepFile.Named(file).Resource(resource).Body.TextAt(property));

    [Theory]
    [InlineData("noScmPassword", "scm")]
    [InlineData("noFtpPassword", "ftp")]
    public void The_app_takes_no_publishing_password(string resource, string name)
    {
        var body = BicepFile.Named("app/function-app.bicep").Resource(resource).Body;

        Assert.Equal((name, "false", "functionApp"), (body.TextAt("name"), body.TextAt("properties.allow"), body.TextAt("parent")));
    }

    [GeneratedRegex("password|secret$|apikey|accountkey|sharedkey|sastoken", RegexOptions.IgnoreCase)]
    private static partial Regex Secretive();

    [GeneratedRegex("AccountKey=|SharedAccessKey|whsec_[A-Za-z0-9+/]{8}|[?&]sig=|'[A-Za-z0-9+/]{43}='")]
    private static partial Regex LooksSecret();

    [GeneratedRegex(
        "allowSharedKeyAccess: true|disableLocalAuth: false|allowBlobPublicAccess: true|publicAccess: '(Blob|Container)'",
        RegexOptions.IgnoreCase)]
    private static partial Regex OpensAKey();
}
