namespace Seedance.Emulator.Durable;

/// <summary>The orchestrator's code did something that a replay cannot repeat.</summary>
internal sealed class NonDeterministicOrchestrationException(string message) : Exception(message);
