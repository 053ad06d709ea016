namespace Seedance.Functions.Tests.Api;

/// <summary>The service as callers reach it. What a batch of requests costs is known: 67.5 credits for a video of the samples.</summary>
public abstract class DoorTest
{
    private protected const string Create = "POST /v1/videos/generations";
    private protected const string Batch = "POST /v1/videos/batches";
    private protected const string Generate = "POST /v1/generate";
    private protected const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow","duration":5}""";

    private protected static readonly (string, string?) NoKey = ("Authorization", null);

    private protected DoorTest(bool measures = false)
    {
        Service = new FakeService(measures: measures);
        Service.Options.Prices[ProviderNames.EvoLink] = "evolink-2026-09-16";
        Doors = new FrontDoors(Service);
    }

    private protected FakeService Service { get; }
    private protected FrontDoors Doors { get; }
    private protected FakeOrchestrations Orchestrations => Doors.Orchestrations;

    private protected Task<HttpResponseMessage> CallAsync(string call, string body = "", params (string, string?)[] headers)
        => Doors.CallAsync(call, body, headers);

    private protected static TaskId IdOf(string? text)
    {
        Assert.True(TaskId.TryParse(text, out var id));
        return id;
    }

    private protected void AssertNothingStarted()
    {
        var budgets = Service.Tables.GetTableClient(ClientBudgets.TableName).Rows;
        Assert.Equal((0, 0), (Orchestrations.Scheduled.Count, Orchestrations.ScheduledBatches.Count));
        Assert.Equal((0, 0m), (Service.Table.Rows.Count(), budgets.Where(row => row.RowKey == "total").Sum(ClientBudgets.CreditsOf)));
    }
}
