namespace Seedance.Functions.Storage;

/// <summary>Serialization of the structured columns of a task record.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(VideoRequest))]
[JsonSerializable(typeof(TaskFailure))]
[JsonSerializable(typeof(UploadOrigin))]
[JsonSerializable(typeof(IReadOnlyList<TaskTransition>))]
[JsonSerializable(typeof(IReadOnlyList<StoredVideo>))]
[JsonSerializable(typeof(StoredPicture))]
internal sealed partial class TaskRecordJson : JsonSerializerContext;
