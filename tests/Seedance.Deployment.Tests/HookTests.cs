using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Seedance.Deployment.Tests;

public sealed class HookTests : IDisposable
{
    // Keeps secrets in a folder and writes down its calls, of which it refuses the first: a role takes some minutes to count.
    private const string Az = """
        az() {
          echo "$*" >>calls
          case "$1 $2 $3" in
            "keyvault secret list") [ "$(wc -l <calls)" -gt "$REFUSED" ] && ls vault ;;
            "keyvault secret set") cp "${11}" "vault/$9"; [[ "$*" == *"--output none"* ]] || cat "${11}" ;;
          esac
        }
        """;

    private const string Variables =
        "export AZURE_SUBSCRIPTION_ID=1 AZURE_RESOURCE_GROUP=1 AZURE_KEY_VAULT_NAME=1 SEEDANCE_FUNCTION_APP=1 SEEDANCE_HOOK_PAUSE_SECONDS=0 TMPDIR=tmp";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("seedance-hooks-");

    public HookTests() => _folder.CreateSubdirectory("tmp");

    private Dictionary<string, string> Vault => _folder.CreateSubdirectory("vault").GetFiles().ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Missing_keys_are_generated_once_and_no_key_is_shown_or_left_in_a_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.CreateSubdirectory("vault").FullName, "link-key"), "mine");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "vault", "webhook-key-previous"), "old");

        var (exitCode, output) = await RunAsync(refused: 3);
        var first = Vault;
        await RunAsync(refused: 0);

        var calls = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "calls"));
        Assert.Equal((0, "mine", 32), (exitCode, first["link-key"], Convert.FromBase64String(first["webhook-key"]).Length));
        Assert.Equal(first, Vault);
        Assert.DoesNotContain(first["webhook-key"], output + calls, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.FullName, "tmp")));
        // A changed setting makes the platform look into the vault again.
        Assert.Equal(1, Regex.Count(calls, "functionapp config appsettings set"));
    }

    [Fact]
    public async Task A_vault_that_cannot_be_read_is_not_written_to()
    {
        var (exitCode, output) = await RunAsync(refused: 30);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Key Vault Secrets Officer", output, StringComparison.Ordinal);
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
        var command = $"{Az}\n{Variables}\nREFUSED={refused}\nexec 2>&1\n. '{Repository.At("infra", "hooks", "postprovision.sh")}'";
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, WorkingDirectory = _folder.FullName })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
