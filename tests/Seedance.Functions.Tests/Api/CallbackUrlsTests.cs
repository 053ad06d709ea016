using System.Text.Json;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

/// <summary>Where the caller of a task is told: as the request says, or as the client's settings say.</summary>
public class CallbackUrlsTests
{
    private const string Default = "https://studio.example.com/by-default";
    private const string Own = "https://studio.example.com/of-its-own";
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox"}""";
    private const string BodyWithUrl = $$"""{"model":"seedance-2.0-text-to-video","prompt":"A fox","callback_url":"{{Own}}"}""";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public CallbackUrlsTests()
    {
        _service.Options.Providers[ProviderNames.SeedanceApi] = new ProviderOptions { ApiKey = "other-provider-key" };
        _doors = new FrontDoors(_service);
    }

    [Theory]
    [InlineData(Body, null, null)]
    [InlineData(Body, Default, Default)]
    [InlineData(BodyWithUrl, null, Own)]
    [InlineData(BodyWithUrl, Default, Own)]
    public async Task The_request_s_URL_comes_before_the_client_s(string body, string? configured, string? expected)
    {
        _service.Options.Clients[Samples.Client].CallbackUrl = configured;

        var record = await RecordOfAsync(await _doors.CreateAsync(body));

        Assert.Equal(expected, record.CallbackUrl);
        Assert.Equal(expected is not null, Assert.Single(_doors.Orchestrations.Scheduled).Input.NotifiesCaller);
    }

    [Fact]
    public async Task The_other_front_door_and_batches_know_the_client_s_URL_too()
    {
        _service.Options.Clients[Samples.Client].CallbackUrl = Default;

        var generated = Http.JsonOf(await _doors.GenerateAsync("""{"prompt":"A fox"}""")).GetProperty("data").GetProperty("task_id");
        var batch = Http.JsonOf(await _doors.CreateBatchAsync($$"""{"requests":[{{Body}},{{BodyWithUrl}}]}"""));

        Assert.Equal(Default, (await FindAsync(generated)).CallbackUrl);
        var tasks = batch.GetProperty("tasks");
        Assert.Equal((Default, Own), ((await FindAsync(tasks[0].GetProperty("id"))).CallbackUrl, (await FindAsync(tasks[1].GetProperty("id"))).CallbackUrl));
        Assert.All(Assert.Single(_doors.Orchestrations.ScheduledBatches).Input.Generations, generation => Assert.True(generation.NotifiesCaller));
    }

    [Fact]
    public async Task A_changed_setting_makes_no_conflict_of_a_repeated_request_and_moves_no_callback()
    {
        _service.Options.Clients[Samples.Client].CallbackUrl = Default;
        var first = await RecordOfAsync(await _doors.CreateAsync(Body, ("Idempotency-Key", "key")));
        _service.Options.Clients[Samples.Client].CallbackUrl = Own;

        var response = await _doors.CreateAsync(Body, ("Idempotency-Key", "key"));

        Assert.Equal("true", FrontDoors.Header(response, "Idempotency-Replayed"));
        var again = await RecordOfAsync(response);
        Assert.Equal((first.Id, Default), (again.Id, again.CallbackUrl));
    }

    [Fact]
    public void A_row_of_before_has_the_request_s_URL()
    {
        var record = Samples.Record with { Request = Samples.Request with { CallbackUrl = Own } };
        var row = TaskRecordRow.ToRow(record with { CallbackUrl = Own });
        row.Remove("CallbackUrl");

        Assert.Equal(Own, TaskRecordRow.FromRow(row).CallbackUrl);
        Assert.Equal(Own, TaskRecordRow.FromListedRow(row).CallbackUrl);
        Assert.True(_service.Get<GenerationInputs>().For(TaskRecordRow.FromRow(row)).NotifiesCaller);
    }

    [Fact]
    public async Task Whoever_asks_for_a_callback_that_cannot_be_signed_is_told()
    {
        _service.Options.Clients[Samples.Client].CallbackSecret = null;

        AssertWarned(Http.JsonOf(await _doors.CreateAsync(BodyWithUrl)));
        AssertWarned(Http.JsonOf(await _doors.GenerateAsync($$"""{"prompt":"A fox","callback_url":"{{Own}}"}""")).GetProperty("data"));
        AssertWarned(Http.JsonOf(await _doors.CreateBatchAsync($$"""{"requests":[{{Body}},{{BodyWithUrl}}]}""")));
        Assert.False(Http.JsonOf(await _doors.CreateAsync(Body)).TryGetProperty("warnings", out _));
    }

    [Fact]
    public async Task Whoever_has_a_secret_is_not_warned()
        => Assert.False(Http.JsonOf(await _doors.CreateAsync(BodyWithUrl)).TryGetProperty("warnings", out _));

    private static void AssertWarned(JsonElement answer)
        => Assert.Contains("not signed", Assert.Single(answer.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);

    private Task<TaskRecord> RecordOfAsync(HttpResponseMessage response) => FindAsync(Http.JsonOf(response).GetProperty("id"));

    private async Task<TaskRecord> FindAsync(JsonElement id)
    {
        Assert.True(TaskId.TryParse(id.GetString(), out var parsed));
        return await _service.Records.FindAsync(Samples.Client, parsed, CancellationToken.None) ?? throw new InvalidOperationException("No record.");
    }
}
