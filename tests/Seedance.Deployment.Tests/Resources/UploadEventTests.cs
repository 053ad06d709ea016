using Seedance.Deployment.Tests.Bicep;

namespace Seedance.Deployment.Tests.Resources;

public class UploadEventTests
{
    private static readonly BicepFile File = BicepFile.Named("events/uploads-subscription.bicep");
    private static readonly Node Subscription = File.Resource("subscription").Body;

    [Theory]
    [InlineData("destination.endpointType", "AzureFunction")]
    [InlineData("destination.properties.resourceId", "${functionApp.id}/functions/${functionName}")]
    [InlineData("destination.properties.maxEventsPerBatch", "1")]
    [InlineData("filter.subjectBeginsWith", "/blobServices/default/containers/${container}/")]
    [InlineData("filter.advancedFilters.0.key", "data.api")]
    [InlineData("filter.advancedFilters.0.operatorType", "StringIn")]
    [InlineData("retryPolicy.maxDeliveryAttempts", "maxDeliveryAttempts")]
    [InlineData("retryPolicy.eventTimeToLiveInMinutes", "eventTimeToLiveInMinutes")]
    [InlineData("deadLetterWithResourceIdentity.identity.type", "SystemAssigned")]
    [InlineData("deadLetterWithResourceIdentity.deadLetterDestination.endpointType", "StorageBlob")]
    [InlineData("deadLetterWithResourceIdentity.deadLetterDestination.properties.blobContainerName", "deadletters")]
    public void It_delivers_uploads_to_the_function_and_loses_none(string property, string value)
        => Assert.Equal(value, Subscription.TextAt($"properties.{property}"));

    [Fact]
    public void It_fires_once_a_write_is_complete()
    {
        Assert.Equal(["Microsoft.Storage.BlobCreated"], Subscription.ListAt("properties.filter.includedEventTypes"));
        Assert.Equal(["PutBlob", "PutBlockList", "CopyBlob", "FlushWithClose"], Subscription.ListAt("properties.filter.advancedFilters.0.values"));
    }

    [Theory]
    [InlineData("container", "uploads")]
    [InlineData("maxDeliveryAttempts", "30")]
    [InlineData("eventTimeToLiveInMinutes", "1440")]
    public void Its_defaults_are(string param, string value)
        => Assert.Equal(value, File.TextOf("param", param));

    [Fact]
    public void Its_function_exists()
    {
        var function = (File.Of("param").Single(one => one.Name == "functionName").Value as ExpressionNode)!.Text;
        var source = System.IO.File.ReadAllText(Repository.Files(Path.Combine("src", "Seedance.Functions"), $"{function}.cs").Single());

        Assert.Contains($"[Function(nameof({function}))]", source, StringComparison.Ordinal);
        Assert.Contains("[EventGridTrigger]", source, StringComparison.Ordinal);
        Assert.Contains($"function_name={function}\n", Repository.Read("infra", "hooks", "postdeploy.sh"), StringComparison.Ordinal);
        Assert.Contains($"$functionName = '{function}'\n", Repository.Read("infra", "hooks", "postdeploy.ps1"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_topic_watches_the_media_account_with_an_identity_of_its_own()
    {
        var topic = BicepFile.Named("events/uploads-topic.bicep").Resource("topic").Body;

        Assert.Equal("SystemAssigned", topic.TextAt("identity.type"));
        Assert.Equal("account . id", topic.TextAt("properties.source"));
        Assert.Equal("Microsoft.Storage.StorageAccounts", topic.TextAt("properties.topicType"));
    }
}
