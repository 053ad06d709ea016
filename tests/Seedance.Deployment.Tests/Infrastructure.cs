using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Seedance.Deployment.Tests;

/// <summary>infra/main.bicep as the Bicep CLI builds and lints it, and what it would deploy with everything switched on.</summary>
public sealed class Infrastructure : IAsyncLifetime
{
    public string Warnings { get; private set; } = "";

    public JsonNode Template { get; private set; } = new JsonObject();

    public IReadOnlyList<JsonNode> Resources { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var main = Repository.At("infra", "main.bicep");
        var parameters = Path.Combine(Directory.CreateDirectory(Repository.At("artifacts", "infra")).FullName, "everything.bicepparam");
        File.Copy(Repository.At("tests", "Seedance.Deployment.Tests", "everything.bicepparam"), parameters, overwrite: true);
        // Nothing is fetched: a module from a registry fails the build.
        var build = BicepAsync("build", main, "--no-restore", "--stdout");
        var lint = BicepAsync("lint", main, "--no-restore");
        var predict = BicepAsync("snapshot", parameters, "--mode", "overwrite", "--subscription-id", $"{Guid.Empty}", "--location", "here");
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
    {
        const string output = @"reference\(resourceId\('[0-]*', 'rg-test', [^(]*format\('(\w+)-.*?\), '[\d-]*'\)\.outputs\.(\w+)\.value";
        const string common = "'[0-]*', 'rg-test', |/subscriptions/[0-]*(/[a-zG]*/rg-test)?/providers/|(-uploads|-seedance)?-[a-z0-9]{13}";
        return Regex.Replace(Regex.Replace(snapshot, output, "$1.$2"), common, "");
    }

    private static async Task<(string Output, string Error)> BicepAsync(params string[] arguments)
    {
        var path = typeof(Infrastructure).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "BicepPath");
        var bicep = Path.GetFullPath(path.Value!.Replace('\\', '/'));
        var (exitCode, output, error) = await Repository.RunAsync(bicep, Repository.At(), arguments);
        Assert.True(exitCode == 0, $"bicep {arguments[0]} ended with {exitCode}: {error}{output}");
        return (output, error);
    }
}
