using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class BudgetTests
{
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow","duration":5}""";

    private readonly FakeService _service;
    private readonly FrontDoors _doors;

    public BudgetTests()
    {
        var options = Samples.Options;
        options.Prices["evolink"] = "evolink-2026-09-16";
        options.Clients[Samples.Client].DailyCredits = 100;
        _service = new FakeService(options);
        _doors = new FrontDoors(_service);
    }

    [Fact]
    public async Task Work_beyond_the_budget_is_refused_and_nothing_is_started()
    {
        await _doors.CreateAsync(Body);
        var response = await _doors.CreateAsync(Body);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        var error = response.Json();
        Assert.Equal(("insufficient_quota", "insufficient_quota"), (error.Text("error.code"), error.Text("error.type")));
        Assert.Contains("32.5 of the daily 100 are left", error.Text("error.message"), StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"daily_credits":100,"credits_left":32.5,"credits_needed":67.5,"resets_at":{{Samples.Now.AddHours(12).ToUnixTimeSeconds()}}}""",
            error.Text("error.budget")!.Replace("5000", "5", StringComparison.Ordinal));
        Assert.Single(_doors.Orchestrations.Scheduled);
        Assert.Equal(2, _service.Table.Rows.Count());
    }

    [Fact]
    public async Task Work_beyond_the_budget_is_refused_in_the_other_vendors_words()
    {
        _service.Options.Clients[Samples.Client].DailyCredits = 1;

        var response = await _doors.CallAsync("POST /v1/generate", """{"prompt":"A fox in the snow","provider":"evolink"}""");

        Assert.Equal((HttpStatusCode.PaymentRequired, "INSUFFICIENT_CREDITS"), (response.StatusCode, response.Json().Text("message")));
        Assert.Contains("1 of the daily 1 are left", response.Json().Text("detail"), StringComparison.Ordinal);
        Assert.Equal("1", response.Json().Text("budget.credits_left"));
    }

    [Fact]
    public async Task An_unknown_price_is_refused_where_there_is_a_budget()
    {
        var options = _service.Options;
        options.Prices["evolink"] = "evolink-2026-04-16";

        var response = await new FrontDoors(new FakeService(options)).CreateAsync(Body[..^1] + ""","quality":"1080p"}""");

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Contains("The price is unknown", response.Json().Text("error.message"), StringComparison.Ordinal);
        Assert.Null(response.Json().Text("error.budget.credits_left"));
    }
}
