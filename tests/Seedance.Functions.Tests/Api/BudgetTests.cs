using System.Net;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class BudgetTests
{
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow","duration":5}""";
    private const decimal Price = 67.5m;

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

    private ObservedTable Budget => _service.Tables.GetTableClient(ClientBudgets.TableName);

    private decimal Total => Budget.Rows.Where(row => row.RowKey == "total").Sum(BudgetRow.CreditsOf);

    private int Operations => Budget.Operations + _service.Table.Operations + _doors.KeyTable.Operations;

    [Fact]
    public async Task Work_beyond_the_budget_is_refused_and_nothing_is_started()
    {
        await _doors.CreateAsync(Body);
        var response = await _doors.CreateAsync(Body);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        var error = response.Json();
        Assert.Equal(("insufficient_quota", "insufficient_quota"), (error.Text("error.code"), error.Text("error.type")));
        Assert.Contains("32.5 of the daily 100 are left", error.Text("error.message"), StringComparison.Ordinal);
        Assert.Equal(("100", $"{Samples.Now.AddHours(12).ToUnixTimeSeconds()}"), (error.Text("error.budget.daily_credits"), error.Text("error.budget.resets_at")));
        Assert.Equal(
            (32.5m, Price), (decimal.Parse(error.Text("error.budget.credits_left")!), decimal.Parse(error.Text("error.budget.credits_needed")!)));
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

    [Fact]
    public async Task Of_a_hundred_creates_at_once_no_more_start_than_the_budget_allows()
    {
        _service.Options.Clients[Samples.Client].DailyCredits = 10 * Price;
        Budget.Pause = async () => await Task.Yield();

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _doors.CreateAsync(Body))));

        Assert.All(responses, response => Assert.True(
            response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PaymentRequired, $"{response.StatusCode}"));
        Assert.Equal(10, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        Assert.Equal((10, 10 * Price), (_doors.Orchestrations.Scheduled.Count, Total));
    }

    [Fact]
    public async Task A_create_is_at_most_four_storage_operations_of_the_services_own()
    {
        await _doors.CreateAsync(Body, ("Idempotency-Key", "k"));

        Assert.InRange(Operations, 1, 4);
    }

    [Fact]
    public async Task A_create_that_fails_gives_back()
    {
        _doors.Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");
        Assert.Equal(HttpStatusCode.InternalServerError, (await _doors.CreateAsync(Body)).StatusCode);
        Assert.Equal(0, Total);

        _service.Table.AfterTransaction = () => throw new RequestFailedException(500, "The response was lost.");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _doors.CreateAsync(Body)).StatusCode);
        Assert.Equal(0, Total);
        Assert.Empty(_service.Table.Rows);
    }

    [Fact]
    public async Task Requests_with_one_key_hold_one_reservation_however_many_come_at_once()
    {
        foreach (var table in new[] { Budget, _service.Table, _doors.KeyTable }) table.Pause = async () => await Task.Yield();

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => _doors.CreateAsync(Body, ("Idempotency-Key", "k")))));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal((1, Price), (_doors.Orchestrations.Scheduled.Count, Total));
    }

    [Fact]
    public async Task A_refused_key_can_be_tried_again_the_next_day()
    {
        await _doors.CreateAsync(Body);
        Assert.Equal(HttpStatusCode.PaymentRequired, (await _doors.CreateAsync(Body, ("Idempotency-Key", "k"))).StatusCode);
        _service.Time.Advance(TimeSpan.FromHours(12));

        Assert.True(TaskId.TryParse((await _doors.CreateAsync(Body, ("Idempotency-Key", "k")).JsonAsync()).Text("id"), out var id));

        Assert.Equal(new DateOnly(2026, 3, 2), (await _service.Records.FindAsync(Samples.Client, id, CancellationToken.None))!.BudgetDay);
    }

    [Fact]
    public async Task A_request_that_a_crash_cut_off_after_reserving_continues_with_the_same_credits()
    {
        _service.Table.Failure = new RequestFailedException(503, "busy");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _doors.CreateAsync(Body, ("Idempotency-Key", "k"))).StatusCode);
        Assert.Equal(Price, Total);

        _service.Table.Failure = null;
        Assert.Equal(HttpStatusCode.OK, (await _doors.CreateAsync(Body, ("Idempotency-Key", "k"))).StatusCode);
        Assert.Equal(Price, Total);
    }
}
