namespace Seedance.Functions.Storage;

/// <summary>
/// How far the one paid call of a task has come. It is written before the request leaves and after its answer, so that whoever
/// comes second (a redelivered activity, a restarted process) knows whether money may already have been spent.
/// </summary>
public enum SubmissionState
{
    /// <summary>No request has left; submitting is free of risk.</summary>
    None,

    /// <summary>A request may have left, and its outcome is not recorded. Nobody may post anew.</summary>
    Submitting,

    /// <summary>The last attempt surely never reached the provider; another attempt is safe.</summary>
    NotSent,

    /// <summary>The provider accepted; its task id is in the record.</summary>
    Accepted,

    /// <summary>The provider refused, with a reason; nothing was charged.</summary>
    Rejected,

    /// <summary>The request may or may not have become a task, and the answer is lost.</summary>
    Unknown,
}
