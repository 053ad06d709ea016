using System.Text.Json;
using Seedance.Deployment.Tests.Bicep;

namespace Seedance.Deployment.Tests.Resources;

/// <summary>What a deployment has only when it is asked for.</summary>
public class OptionalPartTests
{
    private static readonly BicepFile Main = BicepFile.Named("main.bicep");

    [Theory]
    [InlineData("network", "privateNetwork")]
    [InlineData("scheduler", "durableTaskScheduler")]
    public void It_is_there_when_its_parameter_says_so_and_not_by_default(string module, string param)
    {
        Assert.Equal(param, Main.Module(module).Condition?.Text);
        Assert.Equal("false", Main.TextOf("param", param));
    }

    [Fact]
    public void The_app_s_own_topic_is_there_when_it_has_a_name_and_by_default_it_has_none()
    {
        Assert.Equal("! empty ( ownTopicName )", BicepFile.Named("events/topics.bicep").Module("ownTopic").Condition?.Text);
        Assert.Equal("ownEvents ? 'evgt-seedance-${token}' : ''", Params("events").TextAt("ownTopicName"));
        Assert.Equal("false", Main.TextOf("param", "ownEvents"));
    }

    [Fact]
    public void A_private_network_closes_the_host_s_storage_and_the_vault_to_the_internet()
    {
        Assert.Equal("! privateNetwork", Params("storage").TextAt("hostFromInternet"));
        Assert.Equal("! privateNetwork", Params("vault").TextAt("fromInternet"));
        Assert.Equal("! privateNetwork || mediaFromInternet", Params("storage").TextAt("mediaFromInternet"));
        Assert.Contains("network .? outputs . appSubnetId", Params("app").TextAt("subnetId"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_app_s_subnet_is_delegated_to_flex_consumption()
        => Assert.Equal(
            "Microsoft.App/environments",
            BicepFile.Named("network/virtual-network.bicep").Resource("network").Body.TextAt("properties.subnets.0.properties.delegations.0.properties.serviceName"));

    [Fact]
    public void Each_service_that_the_app_uses_has_a_private_endpoint_and_its_names()
    {
        var file = BicepFile.Named("network/private-network.bicep");
        var endpoints = Assert.IsType<ArrayNode>(file.Var("endpoints"));
        var zones = Assert.IsType<ObjectNode>(file.Var("zoneNames"));

        Assert.Equal(
            ["host-blob", "host-queue", "host-table", "media-blob", "media-table", "vault"], endpoints.Items.Select(item => item.TextAt("name")));
        Assert.Equal(["blob", "queue", "table", "vault"], zones.Members.Keys);
        Assert.All(endpoints.Items, item => Assert.Contains(item.TextAt("service")!, zones.Members.Keys));
        Assert.All(endpoints.Items, item => Assert.EndsWith(item.TextAt("service")!, item.TextAt("name"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DURABLE_TASK_SCHEDULER_CONNECTION_STRING")]
    [InlineData("AzureFunctionsJobHost__extensions__durableTask__hubName")]
    [InlineData("AzureFunctionsJobHost__extensions__durableTask__storageProvider__type")]
    [InlineData("AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName")]
    public void The_scheduler_is_what_the_settings_say_until_its_package_is_there(string setting)
        => Assert.Contains(
            $"{setting} :",
            BicepFile.Named("app/app-settings.bicep").TextOf("var", "scheduler"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("host.json")]
    [InlineData("host.durable-task-scheduler.json")]
    public void Its_task_hub_has_the_name_that_the_host_s_file_has(string file)
    {
        using var host = JsonDocument.Parse(Repository.Read(file));

        Assert.Equal(
            host.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("hubName").GetString(),
            Params("scheduler").TextAt("taskHubName"));
    }

    private static Node Params(string module) => Main.Module(module).Body.At("params")!;
}
