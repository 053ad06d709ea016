using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;

namespace Seedance.Functions.Tests;

public partial class FunctionNamesTests
{
    private const BindingFlags Declared
        = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly (string Name, MethodInfo Method)[] Functions =
    [
        .. typeof(GenerateVideo).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Declared))
            .Select(method => (method.GetCustomAttribute<FunctionAttribute>()?.Name, method))
            .Where(function => function.Name is not null)
            .Select(function => (function.Name!, function.method)),
    ];

    [Theory]
    [InlineData("CallActivityAsync", typeof(ActivityTriggerAttribute), 5)]
    [InlineData("CallSubOrchestratorAsync", typeof(OrchestrationTriggerAttribute), 1)]
    [InlineData("ScheduleNewOrchestrationInstanceAsync", typeof(OrchestrationTriggerAttribute), 1)]
    public void Everything_that_is_called_by_name_exists_under_that_name(string call, Type trigger, int least)
    {
        var called = AppSources.All
            .SelectMany(source => Call().Matches(source.Text))
            .Where(match => match.Groups["call"].Value == call).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.InRange(called.Count, least, 50);
        Assert.All(called, name => Assert.Contains(Functions, function => function.Name == name
            && function.Method.GetParameters().Any(parameter => parameter.IsDefined(trigger))));
    }

    [Fact]
    public void Nothing_is_called_by_a_name_that_is_spelt_out()
        => Assert.All(AppSources.All, source => Assert.DoesNotMatch(SpeltOut(), source.Text));

    [Fact]
    public void No_two_functions_have_one_name()
        => Assert.Equal(Functions.Length, Functions.Select(function => function.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [GeneratedRegex(
        @"(?<call>CallActivityAsync|CallSubOrchestratorAsync|ScheduleNewOrchestrationInstanceAsync)(<\w+>)?\(\s*nameof\((?<name>\w+)\)")]
    private static partial Regex Call();

    [GeneratedRegex(@"(CallActivityAsync|CallSubOrchestratorAsync|ScheduleNewOrchestrationInstanceAsync)(<\w+>)?\(\s*[^n\s]")]
    private static partial Regex SpeltOut();
}
