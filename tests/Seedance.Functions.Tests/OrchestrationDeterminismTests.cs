using System.Text.RegularExpressions;

namespace Seedance.Functions.Tests;

/// <summary>
/// Orchestrators run again from the start for every event, so what they do must come out the same each time. The analyzers see the
/// orchestrators' own methods; this sees all that the orchestrations are made of.
/// </summary>
public partial class OrchestrationDeterminismTests
{
    private static readonly IReadOnlyList<AppSources.Source> Orchestrations =
        [.. AppSources.All.Where(source => source.Text.Contains("namespace Seedance.Functions.Orchestrations;", StringComparison.Ordinal))];

    [Theory]
    [InlineData(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b")]
    [InlineData(@"\bTimeProvider\b|\bStopwatch\b|\bEnvironment\.")]
    [InlineData(@"\bTask\.(Delay|Run|Factory|Yield)\b|\bThread\b|\bParallel\b|\bConfigureAwait\b|\bTimer\(")]
    [InlineData(@"\bGuid\.|\bRandom\b|\bRandomNumberGenerator\b|\bGetHashCode\b|\bHashCode\b")]
    [InlineData(@"\b(File|Stream|Http\w*|Table\w*Client|Blob\w*Client|TaskRecords|I?VideoProviders?|IOptions|IConfiguration|VideoStore)\b")]
    [InlineData(@"\bstatic (?!readonly|partial|class|async|extern)[\w<>\[\]?]+ _\w+")]
    [InlineData(@"\b(lock|await foreach|await using)\b")]
    public void Nothing_in_an_orchestration_comes_out_differently_when_it_runs_again(string forbidden)
    {
        Assert.Contains(Orchestrations, source => source.Name == "WaitStep.cs");
        Assert.All(Orchestrations, source => Assert.False(
            Regex.IsMatch(CodeOf(source), forbidden), $"{source.Name} matches {forbidden}"));
    }

    [Fact]
    public void What_is_forbidden_would_be_found()
        => Assert.Matches(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b", CodeOf(new("X.cs", "X.cs", "var now = DateTime.UtcNow; // comment")));

    private static string CodeOf(AppSources.Source source) => Remark().Replace(source.Text, "");

    [GeneratedRegex(@"//.*$|^using .*;$", RegexOptions.Multiline)]
    private static partial Regex Remark();
}
