using System.Text.RegularExpressions;

namespace Seedance.Deployment.Tests.Bicep;

/// <summary>What holds for every Bicep file. There is no compiler at hand where these tests run.</summary>
public partial class StructureTests
{
    // Functions of Bicep that the files use; a name that is not here is a slip or has to be added deliberately.
    private static readonly HashSet<string> Functions =
    [
        "allowed", "cidrSubnet", "concat", "description", "empty", "environment", "export", "filter", "guid", "if", "indexOf", "json",
        "loadTextContent", "maxLength", "maxValue", "minLength", "minValue", "replace", "resourceGroup", "string", "subscription",
        "subscriptionResourceId", "toObject", "union", "uniqueString",
    ];

    public static TheoryData<string> Files => [.. BicepFile.All.Select(file => file.Name)];

    [Fact]
    public void There_are_files() => Assert.InRange(BicepFile.All.Count, 20, 60);

    [Theory, MemberData(nameof(Files))]
    public void Names_are_declared_once(string name)
    {
        var declared = Declared(BicepFile.Named(name)).ToList();

        Assert.Equal(declared.Distinct(), declared);
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_name_that_is_used_is_declared(string name)
    {
        var file = BicepFile.Named(name);
        var declared = Declared(file).ToHashSet();

        Assert.Empty(References.Of(file).Except(declared));
        Assert.Empty(References.CalledBy(file).Except(Functions).Except(file.Of("func").Select(function => function.Name)));
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_param_var_and_import_is_used(string name)
    {
        var file = BicepFile.Named(name);
        var used = References.Of(file).Concat(References.CalledBy(file)).ToHashSet();
        used.UnionWith(file.Of("param").Select(param => param.Type.TrimEnd('[', ']')));

        Assert.All(
            file.Declarations.Where(one => one.Keyword is "param" or "var" or "func" or "import" || one.Existing),
            one => Assert.True(used.Contains(one.Name), $"{name}: {one} is not used"));
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_param_and_output_is_described_and_typed(string name)
    {
        var file = BicepFile.Named(name);

        Assert.All(file.Of("param").Concat(file.Of("output")), declaration =>
        {
            Assert.False(string.IsNullOrWhiteSpace(declaration.Description), $"{name}: {declaration} has no description");
            Assert.Matches(Types(), declaration.Type);
        });
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_resource_names_its_type_and_version(string name)
        => Assert.All(BicepFile.Named(name).Of("resource"), resource => Assert.Matches(ResourceType(), resource.Type));

    /// <summary>The linter's no-hardcoded-env-urls, which is an error here, reads descriptions too.</summary>
    [Theory, MemberData(nameof(Files))]
    public void No_text_names_a_host_of_one_cloud(string name)
        => Assert.All(
            BicepFile.Named(name).Tokens.Where(token => token.Kind == TokenKind.Text),
            text => Assert.DoesNotMatch(CloudHost(), text.Value));

    [Fact]
    public void A_type_has_one_version_everywhere()
        => Assert.All(
            BicepFile.All.SelectMany(file => file.Of("resource")).Select(resource => resource.Type).Distinct()
                .GroupBy(type => type.Split('@')[0]),
            versions => Assert.Single(versions));

    [Theory, MemberData(nameof(Files))]
    public void Every_module_exists_and_gets_its_params_and_no_others(string name)
    {
        var file = BicepFile.Named(name);
        var folder = Path.GetDirectoryName(file.Path)!;

        Assert.All(file.Of("module"), module =>
        {
            var target = BicepFile.All.SingleOrDefault(one => one.Path == Path.GetFullPath(Path.Combine(folder, module.Type)));
            Assert.True(target is not null, $"{name}: {module.Type} does not exist");
            var given = Assert.IsType<ObjectNode>(module.Body.At("params")).Members.Keys.ToHashSet();
            Assert.Empty(given.Except(target.Of("param").Select(param => param.Name)));
            Assert.Empty(target.Of("param").Where(param => param.Value is null).Select(param => param.Name).Except(given));
        });
        Assert.All(file.Of("import"), import => Assert.Contains(
            BicepFile.All.Single(one => one.Path == Path.GetFullPath(Path.Combine(folder, import.Type))).Of("type"),
            type => type.Name == import.Name && type.HasDecorator("export")));
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_output_of_a_module_that_is_used_exists(string name)
    {
        var file = BicepFile.Named(name);
        var folder = Path.GetDirectoryName(file.Path)!;

        Assert.All(ModuleOutput().Matches(file.Text).Where(match => match.Groups["module"].Value != "zones"), match =>
        {
            var module = file.Of("module").Single(one => one.Name == match.Groups["module"].Value);
            var target = BicepFile.All.Single(one => one.Path == Path.GetFullPath(Path.Combine(folder, module.Type)));
            Assert.Contains(target.Of("output"), output => output.Name == match.Groups["output"].Value);
            Assert.Equal(module.Condition is not null, match.Groups["access"].Value == ".?");
        });
    }

    [Fact]
    public void Every_file_is_deployed_by_another_or_by_a_hook()
    {
        var used = BicepFile.All
            .SelectMany(file => file.Of("module").Concat(file.Of("import"))
                .Select(one => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file.Path)!, one.Type))))
            .Append(Repository.At("infra", "main.bicep"))
            .Append(Repository.At("infra", "events", "uploads-subscription.bicep"));

        Assert.Empty(BicepFile.All.Select(file => file.Path).Except(used));
    }

    private static IEnumerable<string> Declared(BicepFile file)
        => file.Declarations.Where(declaration => declaration.Keyword != "output").Select(declaration => declaration.Name);

    [GeneratedRegex(@"\A(string|int|bool|object|client)(\[\])?\z")]
    private static partial Regex Types();

    [GeneratedRegex(@"\AMicrosoft\.[A-Za-z]+(/[A-Za-z]+)+@20[12]\d-[01]\d-[0-3]\d\z")]
    private static partial Regex ResourceType();

    [GeneratedRegex(@"\b(windows\.net|azure\.(com|net)|microsoftonline\.com|trafficmanager\.net|loganalytics\.io)\b", RegexOptions.IgnoreCase)]
    private static partial Regex CloudHost();

    [GeneratedRegex(@"(?<module>\w+)(?<access>\.\?|\.)outputs\.(?<output>\w+)")]
    private static partial Regex ModuleOutput();
}
