namespace Seedance.Functions.Options;

/// <summary>Who is calling.</summary>
/// <param name="Name">The client's name in the settings, in lower case; <c>anonymous</c> where calls without a key are allowed.</param>
public sealed record Client(string Name)
{
    /// <summary>The client of calls without a key, where they are allowed.</summary>
    public static readonly Client Anonymous = new("anonymous");
}
