namespace Seedance.Functions.Tests.Engine.Interleavings;

/// <summary>What the service promises was not kept.</summary>
internal sealed class BrokenPromiseException(string promise, string when) : Exception($"{promise} ({when})");
