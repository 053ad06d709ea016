using System.Text.RegularExpressions;
using Seedance.Deployment.Tests.Bicep;

namespace Seedance.Deployment.Tests.Resources;

public partial class FunctionAppTests
{
    private static readonly BicepFile App = BicepFile.Named("app/function-app.bicep");
    private static readonly BicepFile Settings = BicepFile.Named("app/app-settings.bicep");

    [Theory]
    [InlineData("plan", "sku.name", "FC1")]
    [InlineData("plan", "sku.tier", "FlexConsumption")]
    [InlineData("plan", "properties.reserved", "true")]
    [InlineData("functionApp", "kind", "functionapp,linux")]
    [InlineData("functionApp", "identity.type", "UserAssigned")]
    [InlineData("functionApp", "properties.httpsOnly", "true")]
    [InlineData("functionApp", "properties.keyVaultReferenceIdentity", "identityId")]
    [InlineData("functionApp", "properties.siteConfig.minTlsVersion", "1.2")]
    [InlineData("functionApp", "properties.siteConfig.ftpsState", "Disabled")]
    [InlineData("functionApp", "properties.functionAppConfig.runtime.name", "dotnet-isolated")]
    [InlineData("functionApp", "properties.functionAppConfig.runtime.version", "10.0")]
    [InlineData("functionApp", "properties.functionAppConfig.deployment.storage.type", "blobContainer")]
    [InlineData("functionApp", "properties.functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity")]
    [InlineData("functionApp", "properties.functionAppConfig.scaleAndConcurrency.instanceMemoryMB", "instanceMemoryMB")]
    [InlineData("functionApp", "properties.functionAppConfig.scaleAndConcurrency.maximumInstanceCount", "maximumInstanceCount")]
    public void It_is_flex_consumption_with_an_identity_of_its_own(string resource, string property, string value)
        => Assert.Equal(value, App.Resource(resource).Body.TextAt(property));

    [Fact]
    public void Warm_instances_of_the_durable_group_are_a_parameter_that_costs_nothing_unless_set()
    {
        Assert.Contains(
            "durableAlwaysReady > 0 ? [ { name : 'durable' , instanceCount : durableAlwaysReady } ] : [ ]",
            App.Resource("functionApp").Body.TextAt("properties.functionAppConfig.scaleAndConcurrency.alwaysReady"),
            StringComparison.Ordinal);
        Assert.All(["durableAlwaysReady", "httpAlwaysReady"], name => Assert.Equal("0", Default(name)));
    }

    [Fact]
    public void Azd_finds_the_app_by_the_name_of_the_service()
    {
        Assert.Contains("'azd-service-name' : 'seedance'", App.Resource("functionApp").Body.TextAt("tags"), StringComparison.Ordinal);
        Assert.Contains("services:\n  seedance:\n    project: src/Seedance.Functions\n", Repository.Read("azure.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage__accountName", "hostStorageName")]
    [InlineData("AzureWebJobsStorage__credential", "managedidentity")]
    [InlineData("AzureWebJobsStorage__clientId", "identityClientId")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=${identityClientId};Authorization=AAD")]
    [InlineData("AZURE_CLIENT_ID", "identityClientId")]
    [InlineData("AZURE_TOKEN_CREDENTIALS", "prod")]
    public void The_host_goes_by_the_identity(string setting, string value)
        => Assert.Equal(value, Settings.Var("hostSettings").TextAt(setting));

    [Theory]
    [InlineData("Seedance__Storage__blobServiceUri", "blobServiceUri")]
    [InlineData("Seedance__Storage__tableServiceUri", "tableServiceUri")]
    [InlineData("Seedance__PublicBaseUrl", "publicBaseUrl")]
    [InlineData("Seedance__WebhookKey", "secretAt ( vaultUri , 'webhook-key' )")]
    [InlineData("Seedance__LinkKey", "secretAt ( vaultUri , 'link-key' )")]
    public void The_app_has_what_it_does_not_start_without(string setting, string value)
        => Assert.Equal(value, Settings.Var("appSettings").TextAt(setting));

    [Fact]
    public void Secrets_are_references_into_the_vault()
        => Assert.Equal(
            "@Microsoft.KeyVault(SecretUri=${vault}secrets/${secret})",
            Settings.TextOf("func", "secretAt"));

    [Fact]
    public void Every_group_of_settings_reaches_the_app()
    {
        var groups = Settings.Of("var").Select(variable => variable.Name).Append("moreSettings").Order();
        var given = Word().Matches(Settings.Resource("settings").Body.TextAt("properties")!).Select(match => match.Value);

        Assert.Equal(groups, given.Where(word => word != "union").Order());
    }

    [Theory]
    [InlineData("providerKeys", "keyedProviders")]
    [InlineData("clientKeys", "clients")]
    [InlineData("callbackSecrets", "callbackSecretName")]
    [InlineData("previousCallbackSecrets", "previousCallbackSecretName")]
    [InlineData("previousWebhookKey", "hasPreviousWebhookKey")]
    [InlineData("events", "eventsTopicEndpoint")]
    [InlineData("scheduler", "schedulerEndpoint")]
    public void What_may_be_missing_is_a_setting_only_when_it_is_said_to_be_there(string group, string said)
        => Assert.Contains(said, Settings.TextOf("var", group), StringComparison.Ordinal);

    [Fact]
    public void A_deployment_needs_neither_provider_key_nor_client()
        => Assert.All(["keyedProviders", "clients"], name => Assert.Empty(Assert.IsType<ArrayNode>(Param(name).Value).Items));

    private static Declaration Param(string name) => BicepFile.Named("main.bicep").Of("param").Single(param => param.Name == name);

    private static string? Default(string name) => (Param(name).Value as ExpressionNode)?.Text;

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
