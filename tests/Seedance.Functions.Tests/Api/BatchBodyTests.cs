using System.Net;
using System.Text;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class BatchBodyTests
{
    private const string One = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow","duration":5}""";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public BatchBodyTests()
    {
        _service.Options.Prices["evolink"] = "evolink-2026-09-16";
        _service.Options.Clients[Samples.Client].DailyCredits = 50 * 67.5m;
        _doors = new FrontDoors(_service);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"requests\":")]
    [InlineData("{\"requests\":null}")]
    [InlineData("{\"requests\":{}}")]
    [InlineData("{\"requests\":[null]}")]
    [InlineData("{\"requests\":[[]]}")]
    [InlineData("{\"requests\":[" + One + "]} x")]
    [InlineData("{\"requests\":[" + One + "],\"requests\":[" + One + "]}")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":0}")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":51}")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":1.5}")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":\"1\"}")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":null}")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":{\"a\":[1,2]}}")]
    [InlineData("{\"requests\":[" + One + "],\"\\ud800\":1}")]
    public async Task What_is_no_batch_is_a_400(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _doors.CreateBatchAsync(body)).StatusCode);
        AssertNothingBegun();
    }

    [Fact]
    public async Task Mutated_bytes_are_a_400_or_a_valid_batch()
    {
        var random = new Random(7);
        var valid = Encoding.UTF8.GetBytes($$"""{"requests":[{{One}},{{One}}],"concurrency":2}""");
        for (var i = 0; i < 400; i++)
        {
            var bytes = valid.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var response = await _doors.CreateBatchAsync(FrontDoors.Request("/v1/videos/batches", "POST", Encoding.Latin1.GetString(bytes)));
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.OK or HttpStatusCode.PaymentRequired, $"{response.StatusCode}");
        }
    }

    [Fact]
    public async Task Too_large_a_body_is_refused()
        => Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge, (await _doors.CreateBatchAsync(new string(' ', CreateBatch.MaxBytes + 1))).StatusCode);

    private void AssertNothingBegun()
    {
        Assert.Empty(_service.Table.Rows);
        Assert.Empty(_doors.Orchestrations.ScheduledBatches);
        Assert.Empty(_service.Tables.GetTableClient(ClientBudgets.TableName).Rows);
    }
}
