namespace Seedance.Functions.Settings;

/// <summary>How videos are stored and linked.</summary>
public sealed class VideoOptions
{
    /// <summary>The container that holds finished videos; default <c>videos</c>.</summary>
    public string Container { get; set; } = "videos";

    /// <summary>Largest video that is stored, in bytes; default 4 GiB.</summary>
    public long MaxBytes { get; set; } = 4L << 30;

    /// <summary>Seconds without a single byte after which a download counts as broken; default 60.</summary>
    public int IdleTimeoutSeconds { get; set; } = 60;

    /// <summary>Videos that are copied at the same time in one process; default 8. Each holds a buffer of 4 MiB.</summary>
    public int ConcurrentCopies { get; set; } = 8;

    /// <summary>Minutes that the SAS link of <c>GET /v1/videos/{id}/content</c> lives; default 60, at most 7200 (five days).</summary>
    public int LinkMinutes { get; set; } = 60;
}
