namespace Seedance.Functions.Options;

/// <summary>What an uploaded picture becomes where neither its metadata nor the file beside it says so.</summary>
public class UploadDefaults
{
    /// <summary>The prompt.</summary>
    public string? Prompt { get; set; }

    /// <summary>The model, in the words of <c>POST /v1/videos/generations</c>.</summary>
    public string? Model { get; set; }

    /// <summary>Length of the video in whole seconds.</summary>
    public int? Duration { get; set; }

    /// <summary>Resolution, such as 720p.</summary>
    public string? Quality { get; set; }

    /// <summary>Such as 16:9, or adaptive.</summary>
    public string? AspectRatio { get; set; }

    /// <summary>Whether the video gets sound.</summary>
    public bool? GenerateAudio { get; set; }

    /// <summary>Who is told when the video is there.</summary>
    public string? CallbackUrl { get; set; }
}
