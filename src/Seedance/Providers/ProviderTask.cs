namespace Seedance.Providers;

/// <summary>A task as a provider describes it, in neutral words.</summary>
public sealed record ProviderTask
{
    /// <summary>The provider's id. Opaque.</summary>
    public required string Id { get; init; }

    /// <summary>The state; a status that is not known counts as processing.</summary>
    public required TaskState State { get; init; }

    /// <summary>The provider's own word for it, cut to 64 characters; empty where it gave none.</summary>
    public required string ProviderStatus { get; init; }

    /// <summary>0 to 100, where told.</summary>
    public int? Progress { get; init; }

    /// <summary>Links to the finished video, the first is the one to take. They expire within 24 hours.</summary>
    public IReadOnlyList<string> ResultUrls { get; init; } = [];

    /// <summary>A link to the video's last frame, a picture, where one is offered. It expires as the others do.</summary>
    public string? LastFrameUrl { get; init; }

    /// <summary>Credits set aside at submission, where told.</summary>
    public decimal? CreditsReserved { get; init; }

    /// <summary>Credits really charged, where told; null until the state is terminal.</summary>
    public decimal? CreditsCharged { get; init; }

    /// <summary>Why it failed; set exactly when <see cref="State"/> is failed.</summary>
    public TaskFailure? Failure { get; init; }
}
