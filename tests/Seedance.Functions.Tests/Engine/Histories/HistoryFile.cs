using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seedance.Functions.Tests.Engine.Histories;

/// <summary>The recorded histories of one story, as they lie beside these sources.</summary>
internal static class HistoryFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<RecordedExecution> Read(string story)
        => JsonSerializer.Deserialize<List<RecordedExecution>>(File.ReadAllText(PathOf(story)), Json)!;

    public static void Write(string story, IReadOnlyList<RecordedExecution> executions)
        => File.WriteAllText(PathOf(story), JsonSerializer.Serialize(executions, Json) + "\n");

    private static string PathOf(string story, [CallerFilePath] string here = "")
        => Path.Combine(Path.GetDirectoryName(here)!, $"{story}.json");
}
