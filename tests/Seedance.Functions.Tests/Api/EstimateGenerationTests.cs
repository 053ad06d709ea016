using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class EstimateGenerationTests
{
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow","duration":5}""";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public EstimateGenerationTests()
    {
        _service.Options.Prices["evolink"] = "evolink-2026-09-16";
        _doors = new FrontDoors(_service);
    }

    [Fact]
    public async Task A_request_is_priced_and_nothing_is_recorded_or_started()
    {
        var answer = Http.JsonOf(await _doors.EstimateAsync(Body));

        Assert.Equal("video.generation.estimate", answer.GetProperty("object").GetString());
        Assert.Equal("seedance-2.0-text-to-video", answer.GetProperty("model").GetString());
        Assert.Equal("evolink", answer.GetProperty("provider").GetString());
        var estimate = answer.GetProperty("estimate");
        Assert.Equal(67.5m, estimate.GetProperty("credits").GetDecimal());
        Assert.Equal("evolink-2026-09-16", estimate.GetProperty("pricing_version").GetString());
        Assert.False(estimate.TryGetProperty("from", out _) || estimate.TryGetProperty("unknown", out _));
        Assert.Empty(_service.Table.Rows);
        Assert.Empty(_doors.Orchestrations.Scheduled);
        Assert.Empty(_service.Provider.Submissions);
    }

    [Fact]
    public async Task A_price_that_is_open_is_a_range_with_the_reason()
    {
        var estimate = Http.JsonOf(await _doors.EstimateAsync(
            """{"model":"seedance-2.0-reference-to-video","prompt":"As @Video1","duration":5,"video_urls":["https://files.example.com/a.mp4"]}"""))
            .GetProperty("estimate");

        Assert.False(estimate.TryGetProperty("credits", out _));
        Assert.True(estimate.GetProperty("from").GetDecimal() < estimate.GetProperty("to").GetDecimal());
        Assert.Equal(estimate.GetProperty("to").GetDecimal(), estimate.GetProperty("credits_to_reserve").GetDecimal());
        Assert.Contains("input_video_seconds", Assert.Single(estimate.GetProperty("notes").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_price_is_unknown_and_never_zero()
    {
        _service.Options.Prices["evolink"] = "evolink-2026-04-16";

        var estimate = Http.JsonOf(await _doors.EstimateAsync(Body[..^1] + ""","quality":"1080p"}""")).GetProperty("estimate");

        Assert.True(estimate.GetProperty("unknown").GetBoolean());
        Assert.Contains("1080p", estimate.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.False(estimate.TryGetProperty("credits", out _) || estimate.TryGetProperty("from", out _));
    }

    [Fact]
    public async Task Remarks_come_with_the_estimate()
    {
        var answer = Http.JsonOf(await _doors.EstimateAsync(Body.Replace("A fox", "@Image1 is a fox", StringComparison.Ordinal)));

        Assert.Contains("Image1", Assert.Single(answer.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_request_is_refused_with_every_reason_just_as_a_create_is()
    {
        const string wrong = """{"model":"seedance-2.0-text-to-video","prompt":"","duration":99,"promt":"A fox"}""";

        var response = await _doors.EstimateAsync(wrong);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            Http.JsonOf(await _doors.CreateAsync(wrong)).GetRawText(), Http.JsonOf(response).GetRawText());
    }

    [Fact]
    public async Task Without_a_key_or_with_too_large_a_body_it_is_refused()
    {
        var stranger = await _doors.EstimateAsync(Http.Request(FrontDoors.Origin, "POST", Body, authorization: null));
        var oversized = await _doors.EstimateAsync(new string(' ', RequestExtensions.MaxBodyBytes + 1));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.RequestEntityTooLarge), (stranger.StatusCode, oversized.StatusCode));
    }

    [Fact]
    public async Task What_a_task_was_expected_to_cost_is_recorded_and_shown()
    {
        var usage = Http.JsonOf(await _doors.CreateAsync(Body)).GetProperty("usage");

        Assert.Equal(67.5m, usage.GetProperty("estimated_credits").GetDecimal());
        Assert.Equal("evolink-2026-09-16", usage.GetProperty("pricing_version").GetString());
        Assert.False(usage.TryGetProperty("estimated_credits_from", out _));
    }

    [Fact]
    public async Task A_task_whose_price_was_a_range_shows_the_range()
    {
        var record = await _service.AddAsync(Samples.Record with { Estimate = new TaskEstimate(6, null, "evolink-2026-09-16") });
        HttpResponseMessage response = await _doors.GetTaskAsync(record.Id.ToString());
        var usage = Http.JsonOf(response).GetProperty("usage");

        Assert.Equal(6m, usage.GetProperty("estimated_credits_from").GetDecimal());
        Assert.False(usage.TryGetProperty("estimated_credits", out _) || usage.TryGetProperty("estimated_credits_to", out _));
    }
}
