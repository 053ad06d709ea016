using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Seedance.Functions.Tests.Options;

public class SettingsShapeTests
{
    [Theory]
    [InlineData("Seedance__PublicBaseUrll", "x", "Seedance__PublicBaseUrll is no setting; Seedance__PublicBaseUrl may be meant.")]
    [InlineData("Seedance__Waiting__PolSeconds", "5", "Seedance__Waiting__PolSeconds is no setting; Seedance__Waiting__PollSeconds may be meant.")]
    [InlineData("Seedance__Wating__PollSeconds", "5", "Seedance__Wating is no setting; Seedance__Waiting may be meant.")]
    [InlineData("Seedance__Clients__studio__DailyCredit", "5", "Seedance__Clients__studio__DailyCredit is no setting; Seedance__Clients__studio__DailyCredits may be meant.")]
    [InlineData("Seedance__Providers__evolink__Key", "k", "Seedance__Providers__evolink__Key is no setting; there are ")]
    [InlineData("Seedance__Storage__tableServiceUrl", "https://a", "Seedance__Storage__tableServiceUrl is no setting; Seedance__Storage__tableServiceUri may be meant.")]
    [InlineData("Seedance__Sturage", "x", "Seedance__Sturage is no setting; Seedance__Storage may be meant.")]
    [InlineData("Seedance__Provider__evolink__ApiKey", "x", "Seedance__Provider__evolink is no setting: Seedance__Provider is a single value.")]
    [InlineData("Seedance__Waiting", "5", "Seedance__Waiting has parts and no value of its own: ")]
    [InlineData("Seedance__Waiting__PollSeconds", "five", "Seedance__Waiting__PollSeconds is 'five'; it must be a number such as 0.5.")]
    [InlineData("Seedance__Waiting__PollSeconds", "", "Seedance__Waiting__PollSeconds is ''; it must be a number such as 0.5.")]
    [InlineData("Seedance__Waiting__PollsPerExecution", "2.5", "Seedance__Waiting__PollsPerExecution is '2.5'; it must be a whole number.")]
    [InlineData("Seedance__Videos__MaxBytes", "99999999999999999999", "Seedance__Videos__MaxBytes is '99999999999999999999'; it must be a whole number.")]
    [InlineData("Seedance__SignedLinks", "no", "Seedance__SignedLinks is 'no'; it must be true or false.")]
    [InlineData("Seedance__Clients__studio__DailyCredits", "1,5 credits", "Seedance__Clients__studio__DailyCredits is '1,5 credits'; it must be a number such as 0.5.")]
    public void What_has_no_room_in_the_settings_is_named_with_what_may_be_meant(string key, string value, string problem)
        => Assert.StartsWith(problem, Assert.Single(ProblemsOf((key, value))), StringComparison.Ordinal);

    [Fact]
    public void Every_problem_is_named_at_once()
        => Assert.Equal(2, ProblemsOf(("Seedance__AllowAnonymus", "true"), ("Seedance__Videos__LinkMinutes", "an hour")).Count);

    [Theory]
    [InlineData("Seedance__Storage", "UseDevelopmentStorage=true")]
    [InlineData("Seedance__Storage__tableServiceUri", "https://a.table.core.windows.net")]
    [InlineData("Seedance__storage__BLOBSERVICEURI", "https://a.blob.core.windows.net")]
    [InlineData("SEEDANCE__WAITING__POLLSECONDS", "0.5")]
    [InlineData("Seedance__Clients__any-name.at.all__KeySha256", "x")]
    [InlineData("Seedance__Clients__studio__DailyCredits", "")]
    [InlineData("Seedance__Prices__evolink", "2026-05-01")]
    [InlineData("Seedance__PublicBaseUrl", "")]
    [InlineData("Seedance__AllowAnonymous", "TRUE")]
    [InlineData("Other__PublicBaseUrll", "x")]
    public void What_is_a_setting_passes(string key, string value) => Assert.Empty(ProblemsOf((key, value)));

    [Fact]
    public void The_app_stops_before_it_reads_anything()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Seedance:Storage"] = "UseDevelopmentStorage=true",
            ["Seedance:SignedLinks"] = "maybe",
        }).Build();
        using var services = new ServiceCollection().AddLogging().AddSeedance(configuration).BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Equal("Seedance__SignedLinks is 'maybe'; it must be true or false.", failure.Message);
    }

    private static List<string> ProblemsOf(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting =>
                KeyValuePair.Create<string, string?>(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)))
            .Build();
        return [.. SettingsShape.ProblemsOf(configuration.GetSection(SeedanceOptions.Section))];
    }
}
