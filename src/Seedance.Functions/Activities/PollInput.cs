namespace Seedance.Functions.Activities;

/// <summary>One look at the provider.</summary>
/// <param name="Task">The task.</param>
/// <param name="ProviderTaskId">The provider's id of it.</param>
/// <param name="WokenBy">What made the workflow look: <c>webhook</c> or <c>poll</c>.</param>
/// <param name="Late">True once the deadline has passed.</param>
public sealed record PollInput(TaskReference Task, string ProviderTaskId, string WokenBy, bool Late);
