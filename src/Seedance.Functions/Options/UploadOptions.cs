namespace Seedance.Functions.Options;

/// <summary>What becomes of uploaded files, and the defaults of all of them.</summary>
public sealed class UploadOptions : UploadDefaults
{
    /// <summary>The container whose new files become videos; default <c>uploads</c>. Never the one that videos are stored in.</summary>
    public string Container { get; set; } = "uploads";

    /// <summary>
    /// Defaults of folders by their names: for every file below a folder of that name inside a client's folder. A deeper folder
    /// counts before the one that it lies in, and any folder before the defaults of all files.
    /// </summary>
    public Dictionary<string, UploadDefaults> Folders { get; } = new(StringComparer.OrdinalIgnoreCase);
}
