using System.Text.Json.Nodes;
using Seedance.Emulator.Host;
using Seedance.Launch;

namespace Seedance.Emulator.Tests.Host;

/// <summary>The two host files of the app: what this host makes of them, and that they and their documentation go together.</summary>
public sealed class HostFilesTests : IDisposable
{
    private const string Usual = "host.json";
    private const string Scheduler = "host.durable-task-scheduler.json";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("host-files");

    [Fact]
    public void The_usual_host_file_is_taken_at_its_word()
    {
        var settings = Read(Usual);
        var durable = settings.DurableTask("UseDevelopmentStorage=true");

        Assert.Equal("", settings.RoutePrefix);
        Assert.Equal(("SeedanceHub", 40, 20), (durable.HubName, durable.MaxConcurrentActivities, durable.MaxConcurrentOrchestrators));
    }

    [Fact]
    public void A_task_hub_in_a_scheduler_is_refused_and_not_taken_for_one_in_storage()
    {
        var refused = Assert.Throws<HostStartException>(() => Read(Scheduler).DurableTask("UseDevelopmentStorage=true"));

        Assert.Contains("'azureManaged'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_two_host_files_differ_in_where_the_task_hub_lies_and_in_nothing_else()
    {
        var (usual, scheduler) = (Json(Usual), Json(Scheduler));
        foreach (var file in new[] { usual, scheduler }) file["extensions"]!["durableTask"]!.AsObject().Remove("storageProvider");
        // A category of logs that only the storage provider writes.
        usual["logging"]!["logLevel"]!.AsObject().Remove("DurableTask.AzureStorage");

        Assert.True(JsonNode.DeepEquals(usual, scheduler));
    }

    [Theory]
    [InlineData(Usual)]
    [InlineData(Scheduler)]
    public void Every_key_and_value_is_explained(string file)
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "host.md"));

        Assert.All(Leaves(Json(file)), leaf => Assert.True(
            page.Contains($"| `{leaf.Key}` | `{leaf.Value}` |", StringComparison.Ordinal), $"docs/host.md does not explain {leaf.Key} = {leaf.Value}."));
    }

    [Fact]
    public void Storage_is_asked_at_least_every_ten_seconds_and_inputs_are_not_logged()
    {
        var durable = Json(Usual)["extensions"]!["durableTask"]!;

        Assert.InRange(TimeSpan.Parse((string)durable["storageProvider"]!["maxQueuePollingInterval"]!, null), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.False((bool)durable["tracing"]!["traceInputsAndOutputs"]!);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private HostSettings Read(string file)
    {
        File.Copy(RepositoryRoot.Combine(file), Path.Combine(_directory.FullName, Usual));
        return HostSettings.Read([], _directory.FullName);
    }

    private static JsonObject Json(string file)
        => JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine(file)))!.AsObject();

    private static IEnumerable<(string Key, string Value)> Leaves(JsonObject json, string path = "")
        => json.SelectMany(member => member.Value is JsonObject inner
            ? Leaves(inner, $"{path}{member.Key}.")
            : [($"{path}{member.Key}", member.Value!.ToString())]);
}
