namespace Seedance.Deployment.Tests.Hooks;

public sealed class PostDeployTests : IDisposable
{
    private readonly FakeAz _az = new();

    public void Dispose() => _az.Dispose();

    [Fact]
    public void It_subscribes_the_function_each_time_to_the_same_subscription()
    {
        Assert.Equal(0, _az.Run("postdeploy.sh").ExitCode);
        Assert.Equal(0, _az.Run("postdeploy.sh").ExitCode);

        var deployments = _az.Calls.Where(call => call.StartsWith("deployment group create", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, deployments.Count);
        Assert.Equal(deployments[0], deployments[1]);
        Assert.Contains("--name uploads-subscription", deployments[0], StringComparison.Ordinal);
        Assert.Contains(
            " topicName=evgst-test mediaAccountName=stmediatest functionAppName=func-test functionName=ReceiveUpload ",
            deployments[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void It_asks_for_no_key()
    {
        var run = _az.Run("postdeploy.sh");

        Assert.All(_az.Calls, call => Assert.DoesNotContain("keys", call, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("https://func-test.azurewebsites.net/health", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_it_deploys_exists()
    {
        _az.Run("postdeploy.sh");
        var words = _az.Calls[^1].Split(' ');

        Assert.True(File.Exists(words[Array.IndexOf(words, "--template-file") + 1]));
    }

    [Fact]
    public void It_waits_for_the_function_to_be_listed()
    {
        _az.Refuse("functionapp", "function", times: 5);

        Assert.Equal(0, _az.Run("postdeploy.sh").ExitCode);
        Assert.Equal(6, _az.Calls.Count(call => call.StartsWith("functionapp function show", StringComparison.Ordinal)));
    }

    [Fact]
    public void When_it_never_is_the_hook_fails_and_says_so()
    {
        _az.Refuse("functionapp", "function", times: 1000);

        var run = _az.Run("postdeploy.sh");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("ReceiveUpload does not appear", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_az.Calls, call => call.StartsWith("deployment", StringComparison.Ordinal));
    }
}
