namespace Seedance.Functions.Storage;

/// <summary>The metadata that everything this service writes into Blob Storage carries, so that it never reacts to its own work.</summary>
public static class ServiceMark
{
    /// <summary>The metadata's name; its value says what the blob is.</summary>
    public const string Name = "seedance";

    /// <summary>A finished video.</summary>
    public const string Video = "video";
}
