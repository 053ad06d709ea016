namespace Seedance.Functions.Tests.Engine;

/// <summary>What becomes of a submit on its way to the provider and back.</summary>
public enum SubmitFate
{
    Accepted,

    /// <summary>It never got there, and the sender knows.</summary>
    NotSent,

    /// <summary>The provider refused.</summary>
    Rejected,

    /// <summary>It never got there, and the sender cannot know.</summary>
    RequestLost,

    /// <summary>The provider took it, and its answer was lost.</summary>
    AnswerLost,

    /// <summary>The provider took it, and the process died with the answer in its hands.</summary>
    Crash,
}
