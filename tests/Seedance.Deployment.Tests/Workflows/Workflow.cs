using YamlDotNet.RepresentationModel;

namespace Seedance.Deployment.Tests.Workflows;

/// <summary>One workflow file.</summary>
internal sealed record Workflow(string Name, string Text, YamlMappingNode Root)
{
    public static IReadOnlyList<Workflow> All { get; } = [.. Repository.Files(".github", "*.yml").Select(Read)];

    public IEnumerable<(string Name, YamlMappingNode Job)> Jobs
        => ((YamlMappingNode)Root["jobs"]).Children.Select(job => (job.Key.ToString(), (YamlMappingNode)job.Value));

    public IEnumerable<YamlMappingNode> Steps => Jobs.SelectMany(job => ((YamlSequenceNode)job.Job["steps"]).Cast<YamlMappingNode>());

    public static Workflow Named(string name) => All.Single(workflow => workflow.Name == name);

    public static string? Value(YamlMappingNode node, string key)
        => node.Children.TryGetValue(key, out var value) ? value.ToString() : null;

    public IEnumerable<YamlMappingNode> Using(string action)
        => Steps.Where(step => Value(step, "uses")?.StartsWith(action + "@", StringComparison.Ordinal) == true);

    private static Workflow Read(string path)
    {
        var text = File.ReadAllText(path);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return new Workflow(Path.GetFileName(path), text, (YamlMappingNode)yaml.Documents.Single().RootNode);
    }
}
