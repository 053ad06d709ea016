using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Seedance.Deployment.Tests.Workflows;

public partial class WorkflowTests
{
    public static TheoryData<string> Files => [.. Workflow.All.Select(workflow => workflow.Name)];

    [Fact]
    public void There_is_one_for_each_purpose()
        => Assert.Equal(["ci.yml", "dependency-review.yml", "deploy.yml", "infra.yml"], Workflow.All.Select(workflow => workflow.Name));

    [Theory, MemberData(nameof(Files))]
    public void Nothing_is_permitted_but_what_a_job_asks_for(string name)
    {
        var workflow = Workflow.Named(name);

        Assert.Empty(((YamlMappingNode)workflow.Root["permissions"]).Children);
        Assert.All(workflow.Jobs, job =>
        {
            var asked = ((YamlMappingNode)job.Job["permissions"]).ToDictionary(one => one.Key.ToString(), one => one.Value.ToString());
            Assert.Equal("read", asked["contents"]);
            Assert.Equal(name == "deploy.yml" ? "write" : null, asked.GetValueOrDefault("id-token"));
            Assert.Empty(asked.Keys.Except(["contents", "id-token"]));
        });
    }

    [Theory, MemberData(nameof(Files))]
    public void Actions_are_pinned_by_commit_and_say_which_version_that_is(string name)
    {
        var workflow = Workflow.Named(name);
        var lines = UsesLine().Matches(workflow.Text).ToList();

        Assert.NotEmpty(lines);
        Assert.Equal(workflow.Steps.Count(step => Workflow.Value(step, "uses") is not null), lines.Count);
        Assert.All(lines, line => Assert.Matches(Pinned(), line.Value));
    }

    [Fact]
    public void An_action_has_one_commit_everywhere()
        => Assert.All(
            Workflow.All.SelectMany(workflow => workflow.Steps).Select(step => Workflow.Value(step, "uses")).OfType<string>()
                .Distinct().GroupBy(uses => uses.Split('@')[0]),
            action => Assert.Single(action));

    [Theory, MemberData(nameof(Files))]
    public void Each_job_ends_and_each_workflow_runs_once_at_a_time(string name)
    {
        var workflow = Workflow.Named(name);

        var group = workflow.Root["concurrency"]["group"].ToString();

        Assert.StartsWith($"{Path.GetFileNameWithoutExtension(name)}-${{{{ ", group, StringComparison.Ordinal);
        Assert.All(workflow.Jobs, job => Assert.InRange(int.Parse(job.Job["timeout-minutes"].ToString(), CultureInfo.InvariantCulture), 1, 60));
    }

    [Theory, MemberData(nameof(Files))]
    public void Nothing_is_pasted_into_a_command(string name)
        => Assert.All(
            Workflow.Named(name).Steps.Select(step => Workflow.Value(step, "run")).OfType<string>(),
            command => Assert.DoesNotContain("${{", command, StringComparison.Ordinal));

    [Theory, MemberData(nameof(Files))]
    public void No_credential_is_kept_and_no_secret_is_read(string name)
    {
        var workflow = Workflow.Named(name);

        Assert.DoesNotContain("secrets.", workflow.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", workflow.Text, StringComparison.Ordinal);
        Assert.All(
            workflow.Using("actions/checkout"),
            step => Assert.Equal("false", step["with"]["persist-credentials"].ToString()));
    }

    [Fact]
    public void Both_runtimes_are_tested_on_both_systems()
    {
        var matrix = Workflow.Named("ci.yml").Root["jobs"]["test"]["strategy"]["matrix"];

        Assert.Equal(["azure", "emulator"], ((YamlSequenceNode)matrix["runtime"]).Select(one => one.ToString()));
        Assert.Equal(["ubuntu", "windows"], ((YamlSequenceNode)matrix["os"]).Select(one => one.ToString().Split('-')[0]));
        Assert.Equal("${{ matrix.runtime }}", Workflow.Named("ci.yml").Root["jobs"]["test"]["env"]["FunctionsRuntime"].ToString());
    }

    [Theory]
    [InlineData("ci.yml", "dotnet test")]
    [InlineData("ci.yml", "dotnet format --verify-no-changes")]
    [InlineData("ci.yml", "dotnet publish src/Seedance.Functions")]
    [InlineData("infra.yml", "az bicep build --file infra/main.bicep")]
    [InlineData("infra.yml", "az bicep lint")]
    [InlineData("deploy.yml", "azd provision --no-prompt")]
    [InlineData("deploy.yml", "azd deploy --no-prompt")]
    public void What_is_to_be_run_is_run(string name, string command)
        => Assert.Contains(
            Workflow.Named(name).Steps, step => Workflow.Value(step, "run")?.Contains(command, StringComparison.Ordinal) == true);

    [Fact]
    public void The_sdk_is_that_of_global_json()
        => Assert.All(
            Workflow.All.SelectMany(workflow => workflow.Using("actions/setup-dotnet")),
            step => Assert.Equal("global.json", step["with"]["global-json-file"].ToString()));

    [GeneratedRegex(@"^\s*-? ?uses: .*$", RegexOptions.Multiline)]
    private static partial Regex UsesLine();

    [GeneratedRegex(@"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\s*\z")]
    private static partial Regex Pinned();
}
