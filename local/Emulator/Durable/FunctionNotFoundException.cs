namespace Seedance.Emulator.Durable;

/// <summary>The app has no such orchestrator or activity; trying again does not help.</summary>
internal sealed class FunctionNotFoundException(string message) : Exception(message);
