using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>The <c>data</c> of <c>POST /v1/generate</c>.</summary>
/// <param name="TaskId">The task's id.</param>
/// <param name="Status"><c>IN_PROGRESS</c>; a replay may find its task at <c>SUCCESS</c> or <c>FAILED</c>.</param>
/// <param name="Warnings">This service's own: remarks on the request that did not stop it.</param>
public sealed record StartedTask(string TaskId, string Status, IReadOnlyList<string>? Warnings);
