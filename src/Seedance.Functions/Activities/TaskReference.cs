using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>Which task of which client an activity works on.</summary>
public sealed record TaskReference(string Client, TaskId TaskId);
