using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Seedance.Deployment.Tests.Hooks;

public partial class HookTextTests
{
    public static TheoryData<string> Scripts => [.. Repository.Files("infra", "*.sh").Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Scripts))]
    public void A_script_stops_at_the_first_failure_and_can_be_run(string script)
    {
        var text = Repository.Read("infra", "hooks", script);

        Assert.StartsWith("#!/usr/bin/env bash\n", text, StringComparison.Ordinal);
        Assert.Contains("\nset -euo pipefail\n", text, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        Assert.True(File.GetUnixFileMode(Repository.At("infra", "hooks", script)).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory, MemberData(nameof(Scripts))]
    public void A_script_parses(string script)
    {
        using var process = Process.Start("bash", ["-n", Repository.At("infra", "hooks", script)]);
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
    }

    [Theory, MemberData(nameof(Scripts))]
    public void Each_script_has_a_twin_for_PowerShell_that_makes_the_same_calls(string script)
    {
        var posix = Repository.Read("infra", "hooks", script);
        var windows = Repository.Read("infra", "hooks", Path.ChangeExtension(script, ".ps1"));

        Assert.Equal(Calls(posix), Calls(windows));
        Assert.Equal(Calls(windows).Count, Checked().Count(windows));
    }

    [Fact]
    public void Every_hook_of_azure_yaml_exists()
        => Assert.Equal(
            4, HookPath().Matches(Repository.Read("azure.yaml")).Count(match => File.Exists(Repository.At(match.Groups["path"].Value))));

    [Fact]
    public void What_the_hooks_read_are_outputs_of_the_deployment()
    {
        var outputs = Bicep.BicepFile.Named("main.bicep").Of("output").Select(output => output.Name).ToHashSet();
        var read = Repository.Files("infra", "*.sh").SelectMany(path => Required().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups["name"].Value).Where(name => name != "AZURE_SUBSCRIPTION_ID").Distinct().ToList();

        Assert.NotEmpty(read);
        Assert.Empty(read.Except(outputs));
    }

    // The command, its options and the names it gives, without the values.
    private static IReadOnlyList<string> Calls(string text)
        => [.. AzCall().Matches(text).Select(match => string.Join(' ', Word().Matches(match.Value).Select(word => word.Value)))];

    [GeneratedRegex(@"\baz [a-z]+ [a-z]+([\\`]\r?\n|.)*")]
    private static partial Regex AzCall();

    [GeneratedRegex(@"(?<![\w'""])(az [a-z]+ [a-z]+( [a-z]+)?|--[a-z-]+)|(?<=[\s""])[A-Za-z]\w+(?==)")]
    private static partial Regex Word();

    [GeneratedRegex(@"\$LASTEXITCODE -(eq|ne) 0")]
    private static partial Regex Checked();

    [GeneratedRegex(@"run: (?<path>\S+)")]
    private static partial Regex HookPath();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+):\?")]
    private static partial Regex Required();
}
