namespace Seedance.Functions.Storage;

/// <summary>Where in its story a task is; finer than its state, for people who watch.</summary>
public enum TaskStage
{
    /// <summary>Recorded; its orchestration has not begun.</summary>
    Queued,

    /// <summary>Being handed to the provider.</summary>
    Submitting,

    /// <summary>Submitted without a clear answer; waiting for a webhook that settles it.</summary>
    Settling,

    /// <summary>The provider is at work.</summary>
    Waiting,

    /// <summary>The deadline has passed and the provider is still at work; looked at rarely until its 24 hours are over.</summary>
    Reconciling,

    /// <summary>The video is being copied into Blob Storage.</summary>
    Storing,

    /// <summary>Over: completed, failed or cancelled.</summary>
    Done,
}
