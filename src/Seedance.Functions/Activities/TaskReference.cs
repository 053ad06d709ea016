using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>Which task an activity works on.</summary>
/// <param name="Client">The client whose task it is.</param>
/// <param name="TaskId">The task.</param>
public sealed record TaskReference(string Client, string TaskId);
