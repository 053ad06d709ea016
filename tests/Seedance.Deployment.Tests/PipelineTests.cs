using System.Text.RegularExpressions;

namespace Seedance.Deployment.Tests;

public class PipelineTests
{
    public static TheoryData<string> Workflows => [.. Repository.Files(".github", "*.yml").Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Workflows))]
    public void A_workflow_pins_its_actions_asks_for_little_and_holds_no_secret(string name)
    {
        var text = Repository.Read(".github", "workflows", name);

        Assert.Equal(Regex.Count(text, "uses:"), Regex.Count(text, @"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\r?\n"));
        Assert.Contains("\npermissions: {}\n", text);
        Assert.Equal(name == "deploy.yml" ? ["id-token"] : [], Regex.Matches(text, @"[\w-]+(?=: write)").Select(one => one.Value));
        Assert.DoesNotMatch(@"secrets\.|pull_request_target|run: .*\$\{\{|\n {10,}(?![\w-]+: ).*\$\{\{", text);
        Assert.Equal(Regex.Count(text, "uses: actions/checkout@"), Regex.Count(text, "persist-credentials: false"));
        Assert.Equal(Regex.Count(text, "runs-on:"), Regex.Count(text, @"timeout-minutes: \d\d"));
    }

    /// <summary>What scales the app reads the deployed host file and no settings, so the package is built for its task hub.</summary>
    [Theory]
    [InlineData("", "host.json")]
    [InlineData("true", "host.durable-task-scheduler.json")]
    public async Task The_package_is_built_for_the_task_hub_that_is_provisioned(string scheduler, string hostFile)
    {
        var project = Regex.Match(Repository.Read("azure.yaml"), @"(?<=\n  seedance:\n    project: )\S+").Value;
        string[] arguments = ["msbuild", project, "-getProperty:HostFile", $"-p:SEEDANCE_DURABLE_TASK_SCHEDULER={scheduler}"];

        Assert.Equal(hostFile, (await Repository.RunAsync("dotnet", Repository.At(), arguments)).Output.Trim());
    }
}
