using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Storage;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Maintenance;

public class ForgetBudgetsTests : BudgetTest
{
    [Fact]
    public async Task Days_that_are_long_over_go_and_the_others_stay()
    {
        Options.Clients[Samples.Client].DailyCredits = 1000;
        var budgets = NewBudgets();
        for (var i = 0; i < 120; i++) await ReserveAsync(budgets, NewId(), 1);
        Time.Advance(TimeSpan.FromDays(1));
        await ReserveAsync(budgets, NewId(), 7);
        Time.Advance(TimeSpan.FromDays(34));
        await RunAsync(budgets);
        Assert.Equal(127, Held);

        Time.Advance(TimeSpan.FromDays(1));
        await RunAsync(budgets);
        Assert.Equal((7, 7), (Total, Held));
    }

    private Task RunAsync(ClientBudgets budgets)
        => new ForgetBudgets(budgets, new ClientDirectory(Samples.As(Options)), Time, NullLogger<ForgetBudgets>.Instance)
            .RunAsync(new TimerInfo(), CancellationToken.None);
}
