using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Seedance.Deployment.Tests;

public class InfrastructureTests(Infrastructure infrastructure) : IClassFixture<Infrastructure>
{
    private const string Subscription = "EventGrid/systemTopics/eventSubscriptions";
    private const string FromVault = "format('@Microsoft.KeyVault(SecretUri={0}secrets/{1})', vault.uri, ";

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
    [InlineData("Web/sites", "identity.type: UserAssigned; httpsOnly: true; keyVaultReferenceIdentity: [identity.id]")]
    [InlineData("Web/sites", "functionAppConfig.runtime.version: 10.0; tags.azd-service-name: seedance")]
    [InlineData("Web/sites", "functionAppConfig.deployment.storage.authentication.type: UserAssignedIdentity")]
    [InlineData("Web/sites/basicPublishingCredentialsPolicies", "allow: false")]
    [InlineData("EventGrid/systemTopics", "source: [resourceId('Microsoft.Storage/storageAccounts', storage.mediaAccountName)]")]
    [InlineData(Subscription, "retryPolicy.maxDeliveryAttempts: 30; deliveryWithResourceIdentity.identity.type: SystemAssigned")]
    [InlineData(Subscription, "deliveryWithResourceIdentity.destination.endpointType: StorageQueue")]
    [InlineData(Subscription, "deliveryWithResourceIdentity.destination.properties.queueName: [storage.uploadQueueName]")]
    [InlineData(Subscription, "deliveryWithResourceIdentity.destination.properties.queueMessageTimeToLiveInSeconds: -1")]
    [InlineData(Subscription, "filter.subjectBeginsWith: /blobServices/default/containers/uploads/; filter.isSubjectCaseSensitive: true")]
    [InlineData(Subscription, """filter.advancedFilters.0.values: ["PutBlob","PutBlockList","CopyBlob","FlushWithClose"]""")]
    [InlineData(Subscription, """filter.includedEventTypes: ["Microsoft.Storage.BlobCreated"]""")]
    [InlineData(Subscription, "retryPolicy.eventTimeToLiveInMinutes: 1440; deadLetterWithResourceIdentity.identity.type: SystemAssigned")]
    [InlineData(Subscription, "deadLetterWithResourceIdentity.deadLetterDestination.properties.blobContainerName: deadletters")]
    [InlineData("Insights/metricAlerts", "criteria.allOf.0.metricName: DeadLetteredCount; scopes.0: [events.uploadsTopicId]")]
    [InlineData("Insights/metricAlerts", "actions.0.actionGroupId: [recipients.id]")]
    [InlineData("Insights/scheduledQueryRules", "enabled: true; skipQueryValidation: true")]
    [InlineData("Insights/scheduledQueryRules", "scopes.0: [telemetry.workspaceId]; actions.actionGroups.0: [recipients.id]")]
    [InlineData("Insights/diagnosticSettings", "logs.0.category: StorageWrite; logs.0.enabled: true; workspaceId: [telemetry.workspaceId]")]
    [InlineData("DurableTask/schedulers/taskHubs", "name: dts/SeedanceHub")]
    public void Every_resource_of_a_type_has(string type, string properties)
        => Assert.All(infrastructure.Of(type), resource => Assert.All(properties.Split("; ").Select(one => one.Split(": ")), property
            => Assert.Contains(property[1], new[] { At(resource, property[0]), At(resource, $"properties.{property[0]}") })));

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
                "systemTopics on Storage/storageAccounts/blobServices/containers, storage.mediaAccountName, deadletters: ba92f5b4",
                "systemTopics on Storage/storageAccounts/queueServices/queues, storage.hostAccountName, storage.uploadQueueName: c6a89b2d",
            ],
            infrastructure.Of("Authorization/roleAssignments").Select(one =>
            {
                var principal = Regex.Match(At(one, "properties.principalId"), "systemTopics|deployer|identity");
                var scope = Regex.Match(At(one, "id"), @"(?<=Microsoft\.)[^)]*?(?=\)|', 'Microsoft|/providers)").Value;
                var role = Regex.Match(At(one, "properties.roleDefinitionId"), "(?<=/)[0-9a-f]{8}(?=-)");
                return $"{principal} on {Regex.Replace(scope, ", 'default'|'", "")}: {role}";
            }).Order());

    [Fact]
    public void No_key_password_or_secret_is_in_the_template()
    {
        const string secret = @"(?i)\blist\w*keys\(|getSecret|newGuid\(|AccountKey=|SharedAccessKey|whsec_\w{8}|[?&]sig=|vaults/secrets""";

        Assert.DoesNotMatch(secret, infrastructure.Template.ToString());
    }

    [Theory]
    [InlineData("AzureWebJobsStorage__accountName", "storage.hostAccountName")]
    [InlineData("AzureWebJobsStorage__credential", "'managedidentity'")]
    [InlineData("AzureWebJobsStorage__clientId", "identity.clientId")]
    [InlineData("AzureWebJobsDisableHomepage", "'true'")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "format('ClientId={0};Authorization=AAD', identity.clientId)")]
    [InlineData("Seedance__Storage__blobServiceUri", "storage.blobServiceUri")]
    [InlineData("Seedance__Storage__tableServiceUri", "storage.tableServiceUri")]
    [InlineData("Seedance__WebhookKey", FromVault + "'webhook-key')")]
    [InlineData("Seedance__WebhookKeyPrevious", FromVault + "'webhook-key-previous')")]
    [InlineData("Seedance__LinkKey", FromVault + "'link-key')")]
    [InlineData("Seedance__Providers__evolink__ApiKey", FromVault + "'evolink-api-key')")]
    [InlineData("Seedance__Clients__shop__CallbackSecret", FromVault + "'callback-shop')")]
    public void The_app_has_the_setting(string name, string value)
        => Assert.Contains($"'{name}', {value}", At(infrastructure.Of("Web/sites/config").Single(), "properties"));

    [Theory]
    [InlineData("tableServices/tables", "const string \\w*TableName = \"(\\w+)\"", "")]
    [InlineData("queueServices/queues", "\"(upload-events)\"", "upload-events-poison")]
    [InlineData("blobServices/containers", "Container { get; set; } = \"(videos)\"", "uploads deadletters packages")]
    public void The_accounts_have_what_the_app_names_and_no_more(string type, string inSource, string besides)
    {
        var sources = string.Concat(Repository.Files("src", "*.cs").Select(File.ReadAllText));
        var named = Regex.Matches(sources, inSource).Select(one => one.Groups[1].Value).Distinct();
        var made = infrastructure.Of($"Storage/storageAccounts/{type}").Select(one => At(one, "name").Split('\'')[^2]);

        Assert.Equal(named.Concat(besides.Split(' ')).Where(name => name.Length > 0).Order(), made.Order());
    }

    [Fact]
    public void No_rule_deletes_a_video()
    {
        var rules = infrastructure.Of("Storage/storageAccounts/managementPolicies").Single()["properties"]!["policy"]!["rules"]!.AsArray();
        var deletes = rules.Where(rule => At(rule, "definition.actions.baseBlob.delete").Length > 0);

        Assert.Equal(["deadletters/", "uploads/"], deletes.Select(rule => At(rule, "definition.filters.prefixMatch.0")));
    }

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
                var criterion = rule["properties"]!["criteria"]!["allOf"]![0];
                var query = At(criterion, "query");
                // A new workspace has no table before the first row, and then none of the columns that the query uses.
                Assert.Contains("union isfuzzy=true ", query);
                Assert.All(Regex.Matches(query, @"(?<=where |and |\()[A-Z]\w+\b(?!:)"), column => Assert.Contains($"{column}: ", query));
                Assert.Contains($" | summarize {At(criterion, "metricMeasureColumn")} = ", query);
                var compared = $"{At(criterion, "operator")} {At(criterion, "threshold")} by {At(criterion, "dimensions.0.name")}";
                return $"{At(rule, "name")}: {Regex.Match(query, "(?<== \")[\\w.]+")} {compared}";
            }).Order());

    [Fact]
    public void The_poison_queue_s_alert_reads_the_log_of_that_queue_and_waits_for_late_rows()
    {
        var rule = infrastructure.Of("Insights/scheduledQueryRules").Single(one => At(one, "name") == "seedance-uploads-poisoned");

        Assert.Matches(@"StorageQueueLogs.*Uri contains .*/\{0\}/messages.*storage\.poisonQueueName", At(rule, "properties.criteria"));
        Assert.Equal("PT6H", At(rule, "properties.windowSize"));
        Assert.Contains("queueServices', storage.hostAccountName,", At(infrastructure.Of("Insights/diagnosticSettings").Single(), "id"));
    }

    [Fact]
    public void The_subscription_waits_for_both_roles_of_the_topic()
        => Assert.Contains("dependsOn: [topicSendsEvents, topicWritesDeadLetters]", Repository.Read("infra", "events", "uploads.bicep"));

    [Theory]
    [InlineData("resources.network.condition", "[parameters('privateNetwork')]", "privateNetwork")]
    [InlineData("resources.scheduler.condition", "[parameters('durableTaskScheduler')]", "durableTaskScheduler")]
    [InlineData("resources.events.properties.parameters.ownTopicName", "[if(parameters('ownEvents'), ", "ownEvents")]
    public void What_is_optional_is_there_only_when_it_is_asked_for(string path, string condition, string parameter)
    {
        Assert.StartsWith(condition, At(infrastructure.Template, path));
        Assert.Equal("false", At(infrastructure.Template, $"parameters.{parameter}.defaultValue"));
    }

    [Fact]
    public void A_private_network_closes_the_host_s_account_and_gives_each_service_an_endpoint()
    {
        var accounts = infrastructure.Of("Storage/storageAccounts").Select(one => At(one, "properties.networkAcls.defaultAction"));

        Assert.Equal(["Deny", "Allow"], accounts);
        Assert.Equal(
            ["vnet-host-blob", "vnet-host-queue", "vnet-host-table", "vnet-media-blob", "vnet-media-table", "vnet-vault"],
            infrastructure.Of("Network/privateEndpoints").Select(one => At(one, "name")));
    }

    [Fact]
    public void Both_host_files_name_the_task_hub_of_the_scheduler()
        => Assert.All(["host.json", "host.durable-task-scheduler.json"], file
            => Assert.Equal("SeedanceHub", At(JsonNode.Parse(Repository.Read(file)), "extensions.durableTask.hubName")));

    [Fact]
    public void Every_parameter_is_a_variable_and_on_the_page_with_its_default()
    {
        var page = Repository.Read("docs", "deployment.md");
        var given = JsonNode.Parse(Repository.Read("infra", "main.parameters.json"))!["parameters"]!.AsObject();

        Assert.Equal(infrastructure.Template["parameters"]!.AsObject().Select(one => one.Key), given.Select(one => one.Key));
        Assert.All(given.Where(one => At(one.Value, "value").StartsWith("${SEEDANCE_")), one =>
        {
            var preset = At(infrastructure.Template, $"parameters.{one.Key}.defaultValue");
            Assert.Contains($"| `{At(one.Value, "value")[2..^1]}` | {(preset.Length == 0 ? "empty" : $"`{preset}`")} |", page);
        });
        Assert.All(Regex.Matches(page, @"(?<=azd env set )\w+"), name => Assert.Contains($"${{{name}}}", given.ToString()));
    }

    private static string At(JsonNode? node, string path)
    {
        foreach (var step in path.Split('.')) node = node is JsonArray list ? list.ElementAtOrDefault(step[0] - '0') : node?[step];
        return node is JsonValue ? node.ToString() : node?.ToJsonString() ?? "";
    }
}
