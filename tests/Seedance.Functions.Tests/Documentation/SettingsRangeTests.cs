using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Seedance.Functions.Tests.Documentation;

/// <summary>What the configuration page says of ranges is what the app enforces at start.</summary>
public class SettingsRangeTests
{
    private static readonly IReadOnlyList<IValidateOptions<SeedanceOptions>> Validators =
    [
        .. typeof(SeedanceOptions).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(IValidateOptions<SeedanceOptions>).IsAssignableFrom(type))
            .Select(type => (IValidateOptions<SeedanceOptions>)Activator.CreateInstance(type)!),
    ];

    public static TheoryData<string> Settings => [.. DocumentedSetting.All.Select(setting => setting.Key)];

    public static TheoryData<string> Numbers => [.. DocumentedSetting.All.Where(setting => setting.HasEnds).Select(setting => setting.Key)];

    [Theory]
    [MemberData(nameof(Settings))]
    public void The_example_is_allowed(string key)
    {
        var setting = Setting(key);

        Assert.False(string.IsNullOrEmpty(setting.Example), "Every setting has an example.");
        Assert.Empty(Complaints(setting, setting.Example));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_documented_ends_are_allowed_and_what_lies_beyond_is_not(string key)
    {
        var setting = Setting(key);
        var (least, most) = setting.Ends;

        Assert.True(least is not null, $"The range '{setting.Range}' is no range of numbers.");
        Assert.NotEmpty(Complaints(setting, Text(setting.MinIsExcluded ? least.Value : least.Value - 1)));
        if (!setting.MinIsExcluded) Assert.Empty(Complaints(setting, Text(least.Value)));
        if (most is null) return;
        Assert.Empty(Complaints(setting, Text(most.Value)));
        Assert.NotEmpty(Complaints(setting, Text(most.Value + 1)));
    }

    private static DocumentedSetting Setting(string key) => DocumentedSetting.All.Single(setting => setting.Key == key);

    private static string Section(DocumentedSetting setting) => setting.Written.Replace("__", ":", StringComparison.Ordinal);

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Complaints(DocumentedSetting setting, string value)
    {
        // Together with the examples of all others, since some settings need another one.
        var values = DocumentedSetting.All.ToDictionary(each => Section(each), each => (string?)each.Example);
        values[Section(setting)] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var options = new SeedanceOptions();
        configuration.GetSection(SeedanceOptions.Section).Bind(options);
        // Every complaint about a key begins with it.
        return
        [
            .. Validators.SelectMany(validator => validator.Validate(null, options).Failures ?? [])
                .Where(failure => failure.Split(' ', ':')[0] == setting.Written),
        ];
    }
}
