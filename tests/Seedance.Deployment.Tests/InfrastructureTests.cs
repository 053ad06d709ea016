using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Seedance.Deployment.Tests;

public class InfrastructureTests(Infrastructure infrastructure) : IClassFixture<Infrastructure>
{
    private const string Subscription = "EventGrid/systemTopics/eventSubscriptions";

    [Fact]
    public void Bicep_builds_and_lints_every_file_without_a_warning()
    {
        var texts = Repository.Files("infra", "*.bicep").ToDictionary(path => path, File.ReadAllText);

        Assert.Empty(infrastructure.Warnings);
        Assert.All(texts.Keys.Except([Repository.At("infra", "main.bicep")]), path
            => Assert.Contains(texts.Values, text => Regex.IsMatch(text, $"['/]{Path.GetFileName(path)}'")));
    }

    [Theory]
    [InlineData("Storage/storageAccounts", "allowSharedKeyAccess: false; allowBlobPublicAccess: false; networkAcls.bypass: AzureServices")]
    [InlineData("Storage/storageAccounts/blobServices", "isVersioningEnabled: true; deleteRetentionPolicy.days: 14")]
    [InlineData("Storage/storageAccounts/blobServices/containers", "publicAccess: None")]
    [InlineData("KeyVault/vaults", "enableRbacAuthorization: true; enablePurgeProtection: true; networkAcls.defaultAction: Deny")]
    [InlineData("OperationalInsights/workspaces", "features.disableLocalAuth: true")]
    [InlineData("Insights/components", "DisableLocalAuth: true")]
    [InlineData("EventGrid/topics", "disableLocalAuth: true")]
    [InlineData("Web/serverfarms", "sku.name: FC1")]
    [InlineData("Web/sites", "identity.type: UserAssigned; httpsOnly: true; keyVaultReferenceIdentity: [identity.id]")]
    [InlineData("Web/sites", "functionAppConfig.runtime.version: 10.0; tags.azd-service-name: seedance")]
    [InlineData("Web/sites", "functionAppConfig.deployment.storage.authentication.type: UserAssignedIdentity")]
    [InlineData("Web/sites/basicPublishingCredentialsPolicies", "allow: false")]
    [InlineData("EventGrid/systemTopics", "source: [resourceId('Microsoft.Storage/storageAccounts', storage.mediaAccountName)]")]
    [InlineData(Subscription, "deliveryWithResourceIdentity.identity.type: SystemAssigned")]
    [InlineData(Subscription, "deliveryWithResourceIdentity.destination.endpointType: StorageQueue")]
    [InlineData(Subscription, "deliveryWithResourceIdentity.destination.properties.queueName: [storage.uploadQueueName]")]
    [InlineData(Subscription, "deliveryWithResourceIdentity.destination.properties.queueMessageTimeToLiveInSeconds: -1")]
    [InlineData(Subscription, "filter.subjectBeginsWith: /blobServices/default/containers/uploads/; filter.advancedFilters.0.key: data.api")]
    [InlineData(Subscription, """filter.advancedFilters.0.values: ["PutBlob","PutBlockList","CopyBlob","FlushWithClose"]""")]
    [InlineData(Subscription, """filter.includedEventTypes: ["Microsoft.Storage.BlobCreated"]""")]
    [InlineData(Subscription, "retryPolicy.maxDeliveryAttempts: 30; retryPolicy.eventTimeToLiveInMinutes: 1440")]
    [InlineData(Subscription, "deadLetterWithResourceIdentity.identity.type: SystemAssigned")]
    [InlineData(Subscription, "deadLetterWithResourceIdentity.deadLetterDestination.properties.blobContainerName: deadletters")]
    [InlineData("Insights/metricAlerts", "criteria.allOf.0.metricName: DeadLetteredCount; scopes.0: [events.uploadsTopicId]")]
    [InlineData("Insights/metricAlerts", "actions.0.actionGroupId: [recipients.id]")]
    [InlineData("Insights/scheduledQueryRules", "enabled: true; skipQueryValidation: true")]
    [InlineData("Insights/scheduledQueryRules", "scopes.0: [telemetry.workspaceId]; actions.actionGroups.0: [recipients.id]")]
    [InlineData("Insights/diagnosticSettings", "logs.0.category: StorageWrite; logs.0.enabled: true; workspaceId: [telemetry.workspaceId]")]
    [InlineData("DurableTask/schedulers/taskHubs", "name: dts/SeedanceHub")]
    public void Every_resource_of_a_type_has(string type, string properties)
        => Assert.All(infrastructure.Of(type), resource => Assert.All(properties.Split("; "), property
            => Assert.Equal(property, $"{property.Split(": ")[0]}: {At(resource, property.Split(": ")[0])}")));

    [Fact]
    public void Each_principal_has_these_roles_and_no_others()
        => Assert.Equal(
            [
                "deployer on KeyVault/vaults/kv: b86a8fe4", // Key Vault Secrets Officer
                "identity on DurableTask/schedulers/dts/taskHubs/SeedanceHub: 0ad04412", // Durable Task Data Contributor
                "identity on EventGrid/topics/evgt: d5a91429", // EventGrid Data Sender
                "identity on Insights/components/appi: 3913510d", // Monitoring Metrics Publisher
                "identity on KeyVault/vaults/kv: 4633458b", // Key Vault Secrets User
                "identity on Storage/storageAccounts, hostAccount.name: 0a9a7e1f", // Storage Table Data Contributor
                "identity on Storage/storageAccounts, hostAccount.name: 974c5e8b", // Storage Queue Data Contributor
                "identity on Storage/storageAccounts, hostAccount.name: b7e6dc6d", // Storage Blob Data Owner
                "identity on Storage/storageAccounts, mediaAccount.name: 0a9a7e1f", // Storage Table Data Contributor
                "identity on Storage/storageAccounts, mediaAccount.name: b7e6dc6d", // Storage Blob Data Owner
                // Storage Blob Data Contributor, Storage Queue Data Message Sender
                "systemTopics on Storage/storageAccounts/blobServices/containers, storage.mediaAccountName, default, deadletters: ba92f5b4",
                "systemTopics on Storage/storageAccounts/queueServices/queues, storage.hostAccountName, default, storage.uploadQueueName: c6a89b2d",
            ],
            infrastructure.Of("Authorization/roleAssignments").Select(one
                => $"{Regex.Match(At(one, "principalId"), "systemTopics|deployer|identity")} on "
                    + $"{Regex.Match(At(one, "id"), @"(?<=Microsoft\.)[^)]*?(?=\)|', 'Microsoft|/providers)").Value.Replace("'", "", StringComparison.Ordinal)}: "
                    + Regex.Match(At(one, "roleDefinitionId"), "(?<=/)[0-9a-f]{8}(?=-)")).Order());

    [Fact]
    public void No_key_password_or_secret_is_in_the_template()
        => Assert.DoesNotMatch(
            @"(?i)\blist\w*keys\(|getSecret|newGuid\(|AccountKey=|SharedAccessKey|whsec_\w{8}|[?&]sig=|vaults/secrets""", infrastructure.Template.ToString());

    [Theory]
    [InlineData("'AzureWebJobsStorage__accountName', storage.hostAccountName, 'AzureWebJobsStorage__credential', 'managedidentity'")]
    [InlineData("'AzureWebJobsStorage__clientId', identity.clientId")]
    [InlineData("'AzureWebJobsDisableHomepage', 'true'")]
    [InlineData("'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', format('ClientId={0};Authorization=AAD', identity.clientId)")]
    [InlineData("'AZURE_CLIENT_ID', identity.clientId")]
    [InlineData("'Seedance__Storage__blobServiceUri', storage.blobServiceUri")]
    [InlineData("'Seedance__Storage__tableServiceUri', storage.tableServiceUri")]
    [InlineData("'Seedance__Clients__shop__DailyCredits', '5'")]
    public void The_app_has_the_setting(string setting) => Assert.Contains(setting, Settings, StringComparison.Ordinal);

    [Theory]
    [InlineData("Seedance__WebhookKey", "webhook-key")]
    [InlineData("Seedance__WebhookKeyPrevious", "webhook-key-previous")]
    [InlineData("Seedance__LinkKey", "link-key")]
    [InlineData("Seedance__Providers__evolink__ApiKey", "evolink-api-key")]
    [InlineData("Seedance__Clients__shop__CallbackSecret", "new")]
    [InlineData("Seedance__Clients__shop__CallbackSecretPrevious", "old")]
    public void A_secret_is_a_reference_into_the_vault(string setting, string secret)
        => Assert.Contains($"'{setting}', format('@Microsoft.KeyVault(SecretUri={{0}}secrets/{{1}})', vault.uri, '{secret}')", Settings, StringComparison.Ordinal);

    [Fact]
    public void The_app_knows_every_setting()
    {
        var page = Repository.Read("docs", "configuration.md");

        Assert.All(Regex.Matches(Settings, @"Seedance__\w+"), name => Assert.Matches($"`{Regex.Replace(name.Value, "shop|evolink", "<[a-z]+>")}`", page));
    }

    [Theory]
    [InlineData("tableServices/tables", "const string \\w*TableName = \"(\\w+)\"", "")]
    [InlineData("queueServices/queues", "\"(upload-events)\"", "upload-events-poison")]
    [InlineData("blobServices/containers", "Container { get; set; } = \"(videos)\"", "uploads deadletters packages")]
    public void The_accounts_have_what_the_app_names_and_no_more(string type, string inSource, string besides)
    {
        var named = Repository.Files("src", "*.cs").SelectMany(file => Regex.Matches(File.ReadAllText(file), inSource)).Select(one => one.Groups[1].Value);

        Assert.Equal(
            named.Concat(besides.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct().Order(),
            infrastructure.Of($"Storage/storageAccounts/{type}").Select(one => Regex.Match(At(one, "name"), "(?<=')[a-z-]+(?='\\))").Value).Order());
    }

    [Fact]
    public void No_rule_deletes_a_video()
        => Assert.Equal(
            ["deadletters/", "uploads/"],
            infrastructure.Of("Storage/storageAccounts/managementPolicies").Single()["properties"]!["policy"]!["rules"]!.AsArray()
                .Where(rule => At(rule!, "definition.actions.baseBlob.delete").Length > 0).Select(rule => At(rule!, "definition.filters.prefixMatch.0")));

    [Fact]
    public void There_is_an_alert_on_each_of_these()
        => Assert.Equal(
            [
                "seedance-ambiguous-submits: seedance.submits.ambiguous GreaterThan 0 by Provider",
                "seedance-budget: seedance.budget.used GreaterThanOrEqual 0.8 by Client",
                "seedance-callbacks-given-up: seedance.callbacks.attempts GreaterThan 0 by ",
                "seedance-failures: seedance.tasks.failed GreaterThan 5 by Code",
                "seedance-paid-not-stored: seedance.tasks.paid_not_stored GreaterThan 0 by ",
                "seedance-provider-out-of-credits: seedance.submits.rejected GreaterThan 0 by Provider",
                "seedance-uploads-poisoned: PutMessage GreaterThan 0 by ",
                "seedance-watch-silent: seedance.tasks.paid_not_stored LessThan 1 by ",
            ],
            infrastructure.Of("Insights/scheduledQueryRules").Select(rule =>
            {
                var query = At(rule, "criteria.allOf.0.query");
                // A new workspace has no table before the first row, and then none of the columns that the query uses.
                Assert.Contains("union isfuzzy=true ", query, StringComparison.Ordinal);
                Assert.All(Regex.Matches(query, @"(?<=where |and |\()[A-Z]\w+\b(?!:)"), column => Assert.Contains($"{column}: ", query, StringComparison.Ordinal));
                Assert.Contains($" | summarize {At(rule, "criteria.allOf.0.metricMeasureColumn")} = ", query, StringComparison.Ordinal);
                return $"{At(rule, "name")}: {Regex.Match(query, "(?<== \")[\\w.]+")} {At(rule, "criteria.allOf.0.operator")} "
                    + $"{At(rule, "criteria.allOf.0.threshold")} by {Regex.Match(At(rule, "criteria.allOf.0.dimensions"), "(?<=\"name\":\")\\w+")}";
            }).Order());

    [Fact]
    public void What_is_put_into_the_poison_queue_is_found_though_its_row_comes_late()
    {
        var rule = infrastructure.Of("Insights/scheduledQueryRules").Single(one => At(one, "name") == "seedance-uploads-poisoned");

        Assert.Matches(@"StorageQueueLogs.*Uri contains ""/\{0\}/messages"".*storage\.poisonQueueName", At(rule, "criteria.allOf.0.query"));
        Assert.Equal("PT6H", At(rule, "windowSize"));
        Assert.Contains("queueServices', storage.hostAccountName,", At(infrastructure.Of("Insights/diagnosticSettings").Single(), "id"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resources.network.condition", "[parameters('privateNetwork')]", "privateNetwork")]
    [InlineData("resources.scheduler.condition", "[parameters('durableTaskScheduler')]", "durableTaskScheduler")]
    [InlineData("resources.events.properties.parameters.ownTopicName", "[if(parameters('ownEvents'), ", "ownEvents")]
    public void What_is_optional_is_there_only_when_it_is_asked_for(string path, string condition, string parameter)
    {
        Assert.StartsWith(condition, At(infrastructure.Template, path), StringComparison.Ordinal);
        Assert.Equal("false", At(infrastructure.Template, $"parameters.{parameter}.defaultValue"));
    }

    [Fact]
    public void A_private_network_closes_the_host_s_account_and_gives_each_service_an_endpoint()
    {
        Assert.Equal(["Deny", "Allow"], infrastructure.Of("Storage/storageAccounts").Select(one => At(one, "networkAcls.defaultAction")));
        Assert.Equal(
            ["vnet-host-blob", "vnet-host-queue", "vnet-host-table", "vnet-media-blob", "vnet-media-table", "vnet-vault"],
            infrastructure.Of("Network/privateEndpoints").Select(one => At(one, "name")));
    }

    [Theory]
    [InlineData("host.json")]
    [InlineData("host.durable-task-scheduler.json")]
    public void The_host_s_file_names_the_task_hub_of_the_scheduler(string file)
        => Assert.Equal("SeedanceHub", At(JsonNode.Parse(Repository.Read(file))!, "extensions.durableTask.hubName"));

    [Fact]
    public void Every_parameter_is_a_variable_and_on_the_page_with_its_default()
    {
        var page = Repository.Read("docs", "deployment.md");
        var given = JsonNode.Parse(Repository.Read("infra", "main.parameters.json"))!["parameters"]!.AsObject();

        Assert.Equal(infrastructure.Template["parameters"]!.AsObject().Select(one => one.Key), given.Select(one => one.Key));
        Assert.All(given.Select(one => (one.Key, Variable: At(one.Value!, "value")[2..^1])).Where(one => one.Variable.StartsWith("SEEDANCE_")), one =>
        {
            var preset = At(infrastructure.Template, $"parameters.{one.Key}.defaultValue");
            Assert.Contains($"| `{one.Variable}` | {(preset.Length == 0 ? "empty" : $"`{preset}`")} |", page, StringComparison.Ordinal);
        });
        Assert.All(Regex.Matches(page, @"(?<=azd env set )\w+"), name => Assert.Contains($"${{{name}}}", given.ToString(), StringComparison.Ordinal));
    }

    private string Settings => At(infrastructure.Of("Web/sites/config").Single(), "");

    /// <summary>What is at a path among a resource's properties, or else in the resource itself.</summary>
    private static string At(JsonNode resource, string path)
    {
        var steps = path.Split('.', StringSplitOptions.RemoveEmptyEntries);
        var from = steps.Aggregate<string, JsonNode?>(resource["properties"], Step) ?? steps.Aggregate<string, JsonNode?>(resource, Step);
        return from is JsonValue ? from.ToString() : from?.ToJsonString() ?? "";

        static JsonNode? Step(JsonNode? from, string step) => from is JsonArray list ? list[step[0] - '0'] : from is JsonObject ? from[step] : null;
    }
}
