namespace Seedance.Functions.Tests.Engine.Interleavings;

/// <summary>What a look at the provider comes to.</summary>
internal enum LookFate
{
    Unavailable,
    UnavailableForAMinute,
    NotFound,
    CompletedWithoutLink,
}
