using Seedance.Functions.Tests.Storage;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Telemetry;

public class BudgetMetricsTests : BudgetTest
{
    [Fact]
    public async Task Each_reservation_tells_how_much_of_the_day_is_used_and_a_refusal_counts()
    {
        var budgets = NewBudgets();
        foreach (var credits in new[] { 50m, 30m, 30m })
        {
            var price = new Estimate { PricingVersion = "v", From = credits, To = credits, AmountToReserve = credits };
            await budgets.ReserveAsync(Samples.Client, [(NewId(), price)]);
        }

        Assert.Equal([(0.5, "client=studio"), (0.8, "client=studio"), (0.8, "client=studio")], Meters.Of("seedance.budget.used"));
        Assert.Equal([(1, "client=studio")], Meters.Of("seedance.budget.refused"));
    }

    [Fact]
    public async Task What_has_no_price_is_refused_and_counts()
    {
        var unknown = new Estimate { PricingVersion = "v" };

        Assert.IsType<BudgetDecision.Refused>(await NewBudgets().ReserveAsync(Samples.Client, [(NewId(), unknown)]));

        Assert.Equal([(1, "client=studio")], Meters.Of("seedance.budget.refused"));
    }
}
