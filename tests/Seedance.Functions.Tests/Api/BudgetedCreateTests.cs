using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class BudgetedCreateTests
{
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow","duration":5}""";
    private const decimal Price = 67.5m;

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public BudgetedCreateTests()
    {
        _service.Options.Prices["evolink"] = "evolink-2026-09-16";
        _service.Options.Clients[Samples.Client].DailyCredits = 100;
        _doors = new FrontDoors(_service);
    }

    private ObservedTable Budget => _service.Tables.GetTableClient(ClientBudgets.TableName);

    private decimal Total => Budget.Rows.Where(row => row.RowKey == "total").Sum(BudgetRow.CreditsOf);

    private int Operations => Budget.Operations + _service.Table.Operations + _doors.KeyTable.Operations;

    [Fact]
    public async Task Work_beyond_the_budget_is_refused_in_EvoLinks_words_and_nothing_is_begun()
    {
        await _doors.CreateAsync(Body);
        var response = await _doors.CreateAsync(Body);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        var error = Http.JsonOf(response).GetProperty("error");
        Assert.Equal(("insufficient_quota", "insufficient_quota"), (error.GetProperty("code").GetString(), error.GetProperty("type").GetString()));
        Assert.Contains("32.5 of the daily 100 are left", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        var budget = error.GetProperty("budget");
        Assert.Equal((32.5m, Price), (budget.GetProperty("credits_left").GetDecimal(), budget.GetProperty("credits_needed").GetDecimal()));
        Assert.Equal(Samples.Now.AddHours(12).ToUnixTimeSeconds(), budget.GetProperty("resets_at").GetInt64());
        Assert.Single(_doors.Orchestrations.Scheduled);
        Assert.Equal(2, _service.Table.Rows.Count());
    }

    [Fact]
    public async Task Work_beyond_the_budget_is_refused_in_seedanceapis_words()
    {
        _service.Options.Clients[Samples.Client].DailyCredits = 1;
        _service.Options.Providers[ProviderNames.SeedanceApi] = new() { ApiKey = "key" };

        var response = await _doors.GenerateAsync("""{"prompt":"A fox in the snow"}""");

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        var error = Http.JsonOf(response);
        Assert.Equal((402, "INSUFFICIENT_CREDITS"), (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()));
        Assert.Contains("1 of the daily 1 are left", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1m, error.GetProperty("budget").GetProperty("credits_left").GetDecimal());
    }

    [Fact]
    public async Task An_unknown_price_is_refused_where_there_is_a_budget()
    {
        _service.Options.Prices["evolink"] = "evolink-2026-04-16";

        var response = await new FrontDoors(_service).CreateAsync(Body[..^1] + ""","quality":"1080p"}""");

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Contains("The price is unknown", Http.JsonOf(response).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_hundred_creates_at_once_no_more_begin_than_the_budget_allows()
    {
        _service.Options.Clients[Samples.Client].DailyCredits = 10 * Price;
        Budget.Pause = async () => await Task.Yield();

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _doors.CreateAsync(Body))));

        Assert.Equal(10, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        Assert.Equal(90, responses.Count(response => response.StatusCode == HttpStatusCode.PaymentRequired));
        Assert.Equal(10, _doors.Orchestrations.Scheduled.Count);
        Assert.Equal(10 * Price, Total);
    }

    [Fact]
    public async Task A_create_is_at_most_four_storage_operations_of_the_services_own()
    {
        _service.Options.Clients[Samples.Client].DailyCredits = 1000;
        await _doors.CreateAsync(Body, ("Idempotency-Key", "first of the day"));
        Assert.Equal(4, Operations);
        await _doors.CreateAsync(Body, ("Idempotency-Key", "second"));
        Assert.Equal(4 + 3, Operations);
        await _doors.CreateAsync(Body);
        Assert.Equal(4 + 3 + 2, Operations);
    }

    [Fact]
    public async Task A_create_that_fails_gives_back()
    {
        _doors.Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");
        Assert.Equal(HttpStatusCode.InternalServerError, (await _doors.CreateAsync(Body)).StatusCode);

        Assert.Equal(0, Total);
        Assert.Empty(_service.Table.Rows);
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_gives_back()
    {
        _service.Table.AfterTransaction = () => throw new Azure.RequestFailedException(500, "The answer was lost.");
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
        Assert.Single(_doors.Orchestrations.Scheduled);
        Assert.Equal(Price, Total);
        Assert.Equal(2, Budget.Rows.Count());
    }

    [Fact]
    public async Task A_refused_key_may_be_tried_again_the_next_day()
    {
        await _doors.CreateAsync(Body);
        Assert.Equal(HttpStatusCode.PaymentRequired, (await _doors.CreateAsync(Body, ("Idempotency-Key", "k"))).StatusCode);
        _service.Time.Advance(TimeSpan.FromHours(12));

        HttpResponseMessage response = await _doors.CreateAsync(Body, ("Idempotency-Key", "k"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(TaskId.TryParse(Http.JsonOf(response).GetProperty("id").GetString(), out var id));
        Assert.Equal(new DateOnly(2026, 3, 2), (await _service.Records.FindAsync(Samples.Client, id, CancellationToken.None))!.BudgetDay);
    }

    [Fact]
    public async Task A_request_that_a_crash_cut_off_after_reserving_is_carried_on_with_the_same_credits()
    {
        _service.Table.Failure = new Azure.RequestFailedException(503, "busy");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _doors.CreateAsync(Body, ("Idempotency-Key", "k"))).StatusCode);
        Assert.Equal(Price, Total);

        _service.Table.Failure = null;
        Assert.Equal(HttpStatusCode.OK, (await _doors.CreateAsync(Body, ("Idempotency-Key", "k"))).StatusCode);
        Assert.Equal(Price, Total);
    }
}
