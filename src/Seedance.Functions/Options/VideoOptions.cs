namespace Seedance.Functions.Options;

/// <summary>How videos are stored and linked.</summary>
public sealed class VideoOptions
{
    /// <summary>The container that holds finished videos; default <c>videos</c>.</summary>
    public string Container { get; set; } = "videos";

    /// <summary>Largest video that is stored, in bytes; default 4 GiB.</summary>
    public long MaxBytes { get; set; } = 4L << 30;

    /// <summary>Seconds without a single byte after which a download counts as broken; default 60, at most 86400 (a day).</summary>
    public int IdleTimeoutSeconds { get; set; } = 60;

    /// <summary>
    /// Minutes that one run of a copy may take; default 20. Keep it below the host's <c>functionTimeout</c>: a run that ends here
    /// is tried again alone; one that the host ends takes others with it.
    /// </summary>
    public double TotalTimeoutMinutes { get; set; } = 20;

    /// <summary>
    /// Bytes a second below which a download is broken off, over one block of 8 MiB; default 8,192, which gives a block 1,024 seconds.
    /// What trickles byte by byte never stands still for long, and would otherwise hold a copy until its time is over.
    /// </summary>
    public int MinimumBytesPerSecond { get; set; } = 8192;

    /// <summary>
    /// Hosts that videos are downloaded from, separated by commas: <c>cdn.example.com</c>, or <c>*.example.com</c> for every name
    /// below. Empty, the default, is every public host.
    /// </summary>
    public string AllowedHosts { get; set; } = "";

    /// <summary>Videos that are copied at the same time in one process; default 8. Each holds up to three blocks of 8 MiB.</summary>
    public int ConcurrentCopies { get; set; } = 8;

    /// <summary>Minutes that the SAS link of <c>GET /v1/videos/{id}/content</c> lives; default 60, at most 7200 (five days).</summary>
    public int LinkMinutes { get; set; } = 60;
}
