using Seedance.Deployment.Tests.Bicep;

namespace Seedance.Deployment.Tests.Resources;

/// <summary>Who may do what, and no more.</summary>
public class RoleTests
{
    private const string BlobOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string BlobContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    private const string QueueContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88";
    private const string TableContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
    private const string SecretsOfficer = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";
    private const string MetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";
    private const string EventSender = "d5a91429-5739-47e2-a06b-3470a27159e7";
    private const string DurableTaskContributor = "0ad04412-c4d5-4796-b79c-f76d14c8d402";

    private static readonly (BicepFile File, Declaration Resource)[] Assignments =
    [
        .. BicepFile.All.SelectMany(file => file.Of("resource")
            .Where(resource => resource.Type.StartsWith("Microsoft.Authorization/roleAssignments@", StringComparison.Ordinal))
            .Select(resource => (file, resource))),
    ];

    [Theory]
    [InlineData("storage/host.bicep", "appRoles", "account", "appPrincipalId", new[] { BlobOwner, QueueContributor, TableContributor })]
    [InlineData("storage/media.bicep", "appRoles", "account", "appPrincipalId", new[] { BlobOwner, TableContributor })]
    [InlineData("secrets/key-vault.bicep", "appReadsSecrets", "vault", "appPrincipalId", new[] { SecretsUser })]
    [InlineData("secrets/key-vault.bicep", "deployerWritesSecrets", "vault", "deployerPrincipalId", new[] { SecretsOfficer })]
    [InlineData("telemetry/application-insights.bicep", "appSendsTelemetry", "applicationInsights", "appPrincipalId", new[] { MetricsPublisher })]
    [InlineData("events/own-topic.bicep", "appSendsEvents", "topic", "appPrincipalId", new[] { EventSender })]
    [InlineData("events/uploads-topic.bicep", "topicWritesDeadLetters", "deadLetters", "topic . identity . principalId", new[] { BlobContributor })]
    [InlineData("durable/scheduler.bicep", "appUsesTaskHub", "taskHub", "appPrincipalId", new[] { DurableTaskContributor })]
    public void Each_principal_has_these_roles_on_this_alone(string name, string symbol, string scope, string principal, string[] roles)
    {
        var file = BicepFile.Named(name);
        var assignment = file.Resource(symbol);

        Assert.Equal(scope, assignment.Body.TextAt("scope"));
        Assert.Equal(principal, assignment.Body.TextAt("properties.principalId"));
        Assert.Equal(roles, RolesOf(file, assignment));
    }

    [Fact]
    public void There_are_no_others() => Assert.Equal(8, Assignments.Length);

    [Fact]
    public void Their_names_are_the_same_at_every_deployment()
        => Assert.All(Assignments, one =>
        {
            var text = one.Resource.Body.TextAt("name")!;
            Assert.StartsWith($"guid ( {one.Resource.Body.TextAt("scope")} . id , ", text, StringComparison.Ordinal);
            Assert.EndsWith($" , {RoleName(one.Resource)} )", text, StringComparison.Ordinal);
        });

    [Fact]
    public void A_role_that_is_only_for_some_deployments_is_conditional()
        => Assert.Equal("! empty ( deployerPrincipalId )", BicepFile.Named("secrets/key-vault.bicep").Resource("deployerWritesSecrets").Condition?.Text);

    private static IReadOnlyList<string> RolesOf(BicepFile file, Declaration assignment)
    {
        var value = file.Of("var").Single(variable => variable.Name == (assignment.Value is ForNode list ? list.Source.Text : RoleName(assignment))).Value;
        return value switch
        {
            ArrayNode roles => [.. roles.Items.Cast<ExpressionNode>().Select(role => role.Text)],
            ExpressionNode role => [role.Text],
            _ => [],
        };
    }

    // subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    private static string RoleName(Declaration assignment)
        => ((ExpressionNode)assignment.Body.At("properties.roleDefinitionId")!).Tokens[^2].Value;
}
