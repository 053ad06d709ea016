using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Seedance.Deployment.Tests.Bicep;

namespace Seedance.Deployment.Tests;

public partial class DeploymentPageTests
{
    private static readonly string Page = Repository.Read("docs", "deployment.md");

    [Fact]
    public void The_hash_of_a_client_s_key_is_what_the_page_s_command_prints()
    {
        const string command = "printf '%s' \"$key\" | sha256sum | cut -d ' ' -f 1";
        Assert.Contains($"{command}\n", Page, StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true };
        start.Environment["key"] = "a key";

        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEnd().Trim();

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("a key"))), printed);
    }

    [Fact]
    public void Every_member_of_a_client_is_explained()
    {
        var client = Assert.IsType<ObjectNode>(BicepFile.Named("app/client.bicep").Of("type").Single().Value);

        Assert.All(client.Members.Keys, member => Assert.Contains($"| `{member}` |", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_variable_that_is_set_is_a_parameter()
    {
        var parameters = Repository.Read("infra", "main.parameters.json");
        var set = SetVariable().Matches(Page).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.NotEmpty(set);
        Assert.All(set, name => Assert.Contains($"${{{name}}}", parameters, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("webhook-key")]
    [InlineData("webhook-key-previous")]
    [InlineData("evolink-api-key")]
    public void Secrets_have_the_names_the_settings_refer_to(string secret)
    {
        var settings = BicepFile.Named("app/app-settings.bicep").Text;

        Assert.Contains($"`{secret}`", Page, StringComparison.Ordinal);
        Assert.Contains(secret.Replace("evolink", "${name}", StringComparison.Ordinal), settings, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"azd env set (?<name>\w+)")]
    private static partial Regex SetVariable();
}
