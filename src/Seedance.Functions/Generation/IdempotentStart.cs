using Seedance.Functions.Tasks;

namespace Seedance.Functions.Generation;

/// <summary>What came of a start with an idempotency key.</summary>
public abstract record IdempotentStart
{
    private IdempotentStart()
    {
    }

    /// <summary>This request began the key's task.</summary>
    /// <param name="Record">The task as it begins.</param>
    public sealed record Begun(TaskRecord Record) : IdempotentStart;

    /// <summary>Another request with the key has begun it.</summary>
    /// <param name="Record">The task as it is now.</param>
    public sealed record Replayed(TaskRecord Record) : IdempotentStart;

    /// <summary>The key was used for a different request.</summary>
    public sealed record Conflict : IdempotentStart;
}
