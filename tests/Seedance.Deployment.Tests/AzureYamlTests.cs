using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Seedance.Deployment.Tests;

public class AzureYamlTests
{
    private static readonly YamlMappingNode Root = Load();

    [Fact]
    public void The_service_is_the_function_app()
    {
        var service = Root["services"]["seedance"];

        Assert.Equal(("dotnet", "function"), (service["language"].ToString(), service["host"].ToString()));
        Assert.True(File.Exists(Repository.At(service["project"].ToString(), "Seedance.Functions.csproj")));
    }

    [Fact]
    public void The_template_is_where_it_says()
        => Assert.True(File.Exists(Repository.At(Root["infra"]["path"].ToString(), Root["infra"]["module"] + ".bicep")));

    [Theory]
    [InlineData("postprovision")]
    [InlineData("postdeploy")]
    public void Each_hook_runs_on_both_systems_and_its_failure_counts(string hook)
    {
        var posix = (YamlMappingNode)Root["hooks"][hook]["posix"];
        var windows = (YamlMappingNode)Root["hooks"][hook]["windows"];

        Assert.Equal(("sh", $"infra/hooks/{hook}.sh"), (posix["shell"].ToString(), posix["run"].ToString()));
        Assert.Equal(("pwsh", $"infra/hooks/{hook}.ps1"), (windows["shell"].ToString(), windows["run"].ToString()));
        Assert.All([posix, windows], one => Assert.DoesNotContain("continueOnError", one.Children.Keys.Select(key => key.ToString())));
    }

    [Fact]
    public void Publishing_means_the_azure_runtime_whatever_was_built_before()
        => Assert.Contains(
            "<FunctionsRuntime Condition=\"'$(FunctionsRuntime)' == '' and '$(_IsPublishing)' == 'true'\">azure</FunctionsRuntime>",
            Repository.Read("Directory.Build.props"),
            StringComparison.Ordinal);

    /// <summary>What scales the app reads the deployed host file and no settings, so the package has to be built for its task hub.</summary>
    [Theory]
    [InlineData("azure", null, "host.json")]
    [InlineData("azure", "false", "host.json")]
    [InlineData("azure", "true", "host.durable-task-scheduler.json")]
    [InlineData("emulator", "true", "host.json")]
    public void The_package_is_built_for_the_task_hub_that_is_provisioned(string runtime, string? scheduler, string hostFile)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["msbuild", Repository.At("src", "Seedance.Functions", "Seedance.Functions.csproj"), "-getProperty:HostFile", $"-p:FunctionsRuntime={runtime}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["SEEDANCE_DURABLE_TASK_SCHEDULER"] = scheduler;

        using var build = Process.Start(start)!;

        Assert.Equal(hostFile, build.StandardOutput.ReadToEnd().Trim());
    }

    private static YamlMappingNode Load()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Repository.Read("azure.yaml")));
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }
}
