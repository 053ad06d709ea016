namespace Seedance.Benchmarks.Costs;

/// <summary>What one step cost: operations at the storage of records and videos, and what the task hub ran for it.</summary>
internal sealed record Step(Operations Operations, Executions Executions, IReadOnlyList<string> Requests);
