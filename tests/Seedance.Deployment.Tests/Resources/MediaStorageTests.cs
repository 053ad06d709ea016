using System.Text.RegularExpressions;
using Seedance.Deployment.Tests.Bicep;

namespace Seedance.Deployment.Tests.Resources;

public partial class MediaStorageTests
{
    private static readonly BicepFile Media = BicepFile.Named("storage/media.bicep");

    [Theory]
    [InlineData("properties.isVersioningEnabled", "true")]
    [InlineData("properties.deleteRetentionPolicy.enabled", "true")]
    [InlineData("properties.deleteRetentionPolicy.days", "softDeleteDays")]
    [InlineData("properties.containerDeleteRetentionPolicy.enabled", "true")]
    [InlineData("properties.containerDeleteRetentionPolicy.days", "softDeleteDays")]
    public void What_is_deleted_or_overwritten_can_be_brought_back(string property, string value)
        => Assert.Equal(value, Media.Resource("blobs").Body.TextAt(property));

    [Fact]
    public void It_has_the_containers_of_the_app()
    {
        var names = List("containerNames");

        Assert.Equal(["videos", "uploads", "deadletters"], names);
        Assert.Equal("None", Media.Resource("containers").Body.TextAt("properties.publicAccess"));
        Assert.Equal("containerNames", Assert.IsType<ForNode>(Media.Resource("containers").Value).Source.Text);
        Assert.Contains("public string Container { get; set; } = \"videos\";", Source("VideoOptions.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_every_table_of_the_app_and_no_other()
    {
        var inCode = Repository.Files(Path.Combine("src", "Seedance.Functions"), "*.cs")
            .SelectMany(path => TableName().Matches(File.ReadAllText(path)).Select(match => match.Groups["name"].Value)).ToList();

        Assert.Equal(inCode.Order(), List("tableNames").Order());
        Assert.Equal("tableNames", Assert.IsType<ForNode>(Media.Resource("recordTables").Value).Source.Text);
    }

    [Theory]
    [InlineData("uploadsRule", "uploads/", "definition.actions.baseBlob.delete.daysAfterModificationGreaterThan", "uploadsKeepDays")]
    [InlineData("videosRule", "videos/", "definition.actions.baseBlob.tierToCool.daysAfterModificationGreaterThan", "videosCoolAfterDays")]
    public void Uploads_end_and_videos_cool_after_days_that_can_be_chosen(string rule, string prefix, string action, string days)
    {
        var body = Media.Var(rule);

        Assert.Equal([prefix], body.ListAt("definition.filters.prefixMatch"));
        Assert.Equal(days, body.TextAt(action));
        Assert.Contains($"{days} > 0 ? [ {rule} ] : [ ]", Media.Resource("lifecycle").Body.TextAt("properties.policy.rules"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_rule_deletes_a_video()
        => Assert.DoesNotContain("delete", Media.Var("videosRule").At("definition.actions.baseBlob") is ObjectNode action
            ? action.Members.Keys : []);

    [Fact]
    public void Superseded_versions_and_dead_letters_end()
    {
        var rules = Media.Resource("lifecycle").Body.TextAt("properties.policy.rules")!;

        Assert.Contains("version : { delete : { daysAfterCreationGreaterThan : versionsKeepDays } }", rules, StringComparison.Ordinal);
        Assert.Contains("prefixMatch : [ 'deadletters/' ]", rules, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> List(string variable)
        => [.. Assert.IsType<ArrayNode>(Media.Var(variable)).Items.Cast<ExpressionNode>().Select(item => item.Text)];

    private static string Source(string name) => File.ReadAllText(Repository.Files(Path.Combine("src", "Seedance.Functions"), name).Single());

    [GeneratedRegex("const string \\w*TableName = \"(?<name>\\w+)\"")]
    private static partial Regex TableName();
}
