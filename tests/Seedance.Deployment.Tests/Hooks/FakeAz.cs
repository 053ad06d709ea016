using System.Diagnostics;
using System.Globalization;

namespace Seedance.Deployment.Tests.Hooks;

/// <summary>
/// Runs a hook as azd does, with an <c>az</c> on the PATH that keeps secrets in a folder and writes down its calls.
/// </summary>
internal sealed class FakeAz : IDisposable
{
    // refuse-<word>-<word> says how many such calls are still refused: a role that does not count yet, a function not listed yet.
    private const string Script = """
        #!/usr/bin/env bash
        set -euo pipefail
        echo "$*" >>"$FAKE_AZ/calls"
        refused="$FAKE_AZ/refuse-$1-$2"
        if [ -f "$refused" ] && [ "$(cat "$refused")" -gt 0 ]; then
          echo $(($(cat "$refused") - 1)) >"$refused"
          echo "ERROR: (Forbidden) not yet" >&2
          exit 1
        fi
        argument() { while [ $# -gt 1 ]; do if [ "$1" = "$wanted" ]; then echo "$2"; return; fi; shift; done; }
        case "$1 $2 $3" in
          "keyvault secret list") ls "$FAKE_AZ/vault" ;;
          "keyvault secret set")
            wanted=--name name="$(argument "$@")"
            wanted=--file file="$(argument "$@")"
            cp "$file" "$FAKE_AZ/vault/$name"
            # Unless it is told not to, az prints the secret.
            [[ " $* " == *" --output none "* ]] || cat "$file"
            ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("seedance-hooks-").FullName;

    public FakeAz()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "vault"));
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        Directory.CreateDirectory(Path.Combine(_folder, "tmp"));
        var az = Path.Combine(_folder, "bin", "az");
        File.WriteAllText(az, Script);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public IReadOnlyList<string> Calls
        => File.Exists(Path.Combine(_folder, "calls")) ? File.ReadAllLines(Path.Combine(_folder, "calls")) : [];

    public IReadOnlyDictionary<string, string> Secrets
        => Directory.EnumerateFiles(Path.Combine(_folder, "vault")).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

    /// <summary>Files the hooks left in the temporary folder.</summary>
    public IReadOnlyList<string> Left => Directory.GetFileSystemEntries(Path.Combine(_folder, "tmp"));

    public void Put(string name, string value) => File.WriteAllText(Path.Combine(_folder, "vault", name), value);

    /// <summary>Refuses the next calls that begin with two words, such as <c>keyvault secret</c>.</summary>
    public void Refuse(string first, string second, int times)
        => File.WriteAllText(Path.Combine(_folder, $"refuse-{first}-{second}"), times.ToString(CultureInfo.InvariantCulture));

    public HookRun Run(string hook, string? without = null)
    {
        var start = new ProcessStartInfo("bash", [Repository.At("infra", "hooks", hook)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["AZURE_SUBSCRIPTION_ID"] = "00000000-0000-0000-0000-000000000001",
            ["AZURE_RESOURCE_GROUP"] = "rg-test",
            ["AZURE_KEY_VAULT_NAME"] = "kv-test",
            ["SEEDANCE_FUNCTION_APP"] = "func-test",
            ["SEEDANCE_MEDIA_ACCOUNT"] = "stmediatest",
            ["SEEDANCE_UPLOADS_TOPIC"] = "evgst-test",
            ["SEEDANCE_HEALTH_URL"] = "https://func-test.azurewebsites.net/health",
            ["SEEDANCE_HOOK_PAUSE_SECONDS"] = "0",
            ["FAKE_AZ"] = _folder,
            ["TMPDIR"] = Path.Combine(_folder, "tmp"),
            ["PATH"] = Path.Combine(_folder, "bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        })
        {
            start.Environment[name] = value;
        }
        if (without is not null) start.Environment.Remove(without);

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new HookRun(process.ExitCode, output + error.Result);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
