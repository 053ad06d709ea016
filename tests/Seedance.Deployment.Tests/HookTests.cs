using System.Text.RegularExpressions;

namespace Seedance.Deployment.Tests;

public sealed class HookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seedance-hooks-").FullName;

    public HookTests() => Assert.All(["tmp", "vault"], name => Directory.CreateDirectory(Path.Combine(_folder, name)));

    private Dictionary<string, string> Vault
        => Directory.GetFiles(Path.Combine(_folder, "vault")).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Missing_keys_are_generated_once_and_no_key_is_shown_or_left_in_a_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "vault", "link-key"), "mine");
        await File.WriteAllTextAsync(Path.Combine(_folder, "vault", "webhook-key-previous"), "old");

        var (exitCode, output) = await RunAsync(refused: 3);
        var first = Vault;
        await RunAsync(refused: 0);

        var calls = await File.ReadAllTextAsync(Path.Combine(_folder, "calls"));
        Assert.Equal((0, "mine", 32), (exitCode, first["link-key"], Convert.FromBase64String(first["webhook-key"]).Length));
        Assert.Equal(first, Vault);
        Assert.DoesNotContain(first["webhook-key"], output + calls);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, "tmp")));
        // A changed setting makes the platform look into the vault again.
        Assert.Equal(1, Regex.Count(calls, "functionapp config appsettings set"));
    }

    [Fact]
    public async Task A_vault_that_cannot_be_read_is_not_written_to()
    {
        var (exitCode, output) = await RunAsync(refused: 30);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Key Vault Secrets Officer", output);
        Assert.Empty(Vault);
    }

    [Fact]
    public void The_hook_is_there_for_both_systems_with_the_same_calls()
    {
        var hooks = Regex.Matches(Repository.Read("azure.yaml"), @"(?<=run: )\S+").Select(hook => Repository.Read(hook.Value));
        var calls = hooks.Select(hook => string.Join(", ", Regex.Matches(hook, @"\baz( [a-z]+){3,4}(?= )"))).ToList();

        Assert.Equal(["az keyvault secret list, az keyvault secret set, az functionapp config appsettings set"], calls.Distinct());
        Assert.Equal(2, calls.Count);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(int refused)
    {
        var az = Repository.At("tests", "Seedance.Deployment.Tests", "fake-az.sh");
        var hook = Repository.At("infra", "hooks", "postprovision.sh");
        var run = await Repository.RunAsync("bash", _folder, "-c", $"REFUSED={refused}; exec 2>&1; . '{az}'; . '{hook}'");
        return (run.ExitCode, run.Output);
    }
}
