namespace Seedance.Functions.Tests.Engine.Interleavings;

/// <summary>Which storage is written to.</summary>
internal enum WriteKind
{
    /// <summary>The durable engine's own.</summary>
    Orchestration,

    /// <summary>The table of tasks.</summary>
    Record,

    /// <summary>The container of videos.</summary>
    Video,
}
