namespace Seedance.Functions.Tests.Engine;

/// <summary>How the provider's work ends.</summary>
internal enum ProviderEnding
{
    Completed,
    Failed,
    Cancelled,

    /// <summary>It says completed, and never gives a link.</summary>
    CompletedWithoutLink,
}
