using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Seedance.Deployment.Tests;

/// <summary>
/// infra/main.bicep as the Bicep CLI builds and lints it, and the resources it says would be deployed with everything switched on.
/// </summary>
public sealed class Infrastructure : IAsyncLifetime
{
    private const string Everything = """
        using '../../infra/main.bicep'
        param environmentName = 'test'
        param location = 'westeurope'
        param deployerPrincipalId = 'deployer'
        param keyedProviders = ['evolink']
        param clients = [{
          name: 'shop'
          keySha256: '0000000000000000000000000000000000000000000000000000000000000000'
          dailyCredits: 5
          callbackSecretName: 'new'
          previousCallbackSecretName: 'old'
        }]
        param hasPreviousWebhookKey = true
        param ownEvents = true
        param durableTaskScheduler = true
        param privateNetwork = true
        """;

    public string Warnings { get; private set; } = "";

    public JsonNode Template { get; private set; } = new JsonObject();

    public IReadOnlyList<JsonNode> Resources { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var main = Repository.At("infra", "main.bicep");
        var folder = Directory.CreateDirectory(Repository.At("artifacts", "infra"));
        var parameters = Path.Combine(folder.FullName, "everything.bicepparam");
        await File.WriteAllTextAsync(parameters, Everything);
        // Nothing is fetched: a module from a registry fails the build.
        var build = BicepAsync("build", main, "--no-restore", "--stdout");
        var lint = BicepAsync("lint", main, "--no-restore");
        var predict = BicepAsync("snapshot", parameters, "--mode", "overwrite", "--subscription-id", Guid.Empty.ToString(), "--location", "westeurope");
        Warnings = (await build).Error + (await lint).Error + (await predict).Error;
        Template = JsonNode.Parse((await build).Output)!;
        var snapshot = JsonNode.Parse(Short(await File.ReadAllTextAsync(Path.ChangeExtension(parameters, ".snapshot.json"))))!;
        Resources = [.. snapshot["predictedResources"]!.AsArray().OfType<JsonNode>()];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>The resources of a type, which is given without "Microsoft."; at least one.</summary>
    public IReadOnlyList<JsonNode> Of(string type)
    {
        var found = Resources.Where(resource => (string)resource["type"]! == $"Microsoft.{type}").ToList();
        return found.Count > 0 ? found : throw new ArgumentException($"Nothing of the type {type} is deployed.");
    }

    // Outputs of modules, which have no value before the deployment, become "module.output", and ids lose what all have in common.
    private static string Short(string snapshot)
        => Regex.Replace(
            Regex.Replace(
                snapshot,
                @"reference\(resourceId\('[^']*', 'rg-test', '[^']*deployments', format\('(\w+)-.*?\), '[\d-]*'\)\.outputs\.(\w+)\.value",
                "$1.$2"),
            $"'{Guid.Empty}', 'rg-test', |/subscriptions/{Guid.Empty}(/resourceGroups/rg-test)?/providers/|(-uploads)?(-seedance)?-[a-z0-9]{{13}}",
            "");

    private static async Task<(string Output, string Error)> BicepAsync(params string[] arguments)
    {
        var path = typeof(Infrastructure).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "BicepPath").Value;
        var start = new ProcessStartInfo(Path.GetFullPath(path!.Replace('\\', '/')), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var kill = limit.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"bicep {arguments[0]} ended with {process.ExitCode}: {error}{await output}");
        return (await output, error);
    }
}
