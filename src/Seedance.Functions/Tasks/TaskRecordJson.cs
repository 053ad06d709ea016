using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Seedance.Requests;

namespace Seedance.Functions.Tasks;

/// <summary>Serialization of the structured columns of a task record.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(VideoRequest))]
[JsonSerializable(typeof(TaskFailure))]
[JsonSerializable(typeof(IReadOnlyList<TaskTransition>))]
internal sealed partial class TaskRecordJson : JsonSerializerContext
{
    /// <summary>Escapes only what JSON demands: the default writes '&amp;' and every character beyond ASCII in six bytes.</summary>
    public static readonly TaskRecordJson Compact = new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
