namespace Seedance.Functions.Activities;

/// <summary>How storing a video ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoreKind>))]
public enum StoreKind
{
    /// <summary>The video is stored.</summary>
    Stored,

    /// <summary>Not this time; another attempt may succeed.</summary>
    TryAgain,

    /// <summary>It will never be.</summary>
    Failed,
}
