namespace Seedance.Functions.Tests.Api;

public class ClientAuthenticationTests : DoorTest
{
    private const string Id = "task-1772366400-0123456789abcdef";

    [Fact]
    public async Task A_header_is_a_bearer_key_or_refused_even_where_none_is_needed()
    {
        Service.Options.AllowAnonymous = true;

        Assert.Equal(HttpStatusCode.OK, await ListAsync("BEARER   studio-key  "));
        foreach (var header in new[] { "studio-key", "Basic studio-key", "Bearer    ", "Bearerstudio-key", "" })
            Assert.Equal(HttpStatusCode.Unauthorized, await ListAsync(header));

        async Task<HttpStatusCode> ListAsync(string header)
            => (await CallAsync("GET /v1/tasks", "", ("Authorization", header))).StatusCode;
    }

    private static readonly IEnumerable<string> Calls =
        from function in HttpFunction.All
        where function.Name is not ("GetHealth" or "GetOpenApi" or "ReceiveProviderWebhook" or "UnknownRoute")
        select $"{function.Verbs![0].ToUpperInvariant()} /{function.Template.Replace("{id}", Id)}";

    public static TheoryData<string> AllCalls => [.. Calls];

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Without_a_valid_key_no_body_and_no_record_is_read(string call)
    {
        var body = new MemoryStream("{"u8.ToArray());
        var request = Http.Request(call, "", ("Authorization", "Bearer wrong"));
        request.Content = new StreamContent(body);

        var response = await Doors.CallAsync(request);

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (response.StatusCode, response.Header("WWW-Authenticate")));
        Assert.Equal((0, 0), (body.Position, Service.Table.Operations));
        Assert.Matches("""{"error":{"code":"unauthorized",.*,"type":"authentication_error"}}|"INVALID_API_KEY",""", $"{response.Json()}");
    }

    [Fact]
    public async Task A_foreign_a_malformed_and_an_unknown_task_are_not_found()
    {
        var foreign = await Service.AddAsync(Samples.Completed with { Client = "stranger" });
        var calls =
            from call in Calls.Append($"GET /v1/status?task_id={Id}")
            where call.Contains(Id, StringComparison.Ordinal) && !call.Contains("batches", StringComparison.Ordinal)
            from id in new[] { foreign.Id.ToString(), "x", TaskId.New(Samples.Now).ToString(), $"{foreign.Id}%0A" }
            select call.Replace(Id, id, StringComparison.Ordinal);

        foreach (var call in calls)
        {
            var response = await CallAsync(call);

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains("task_not_found", $"{response.Json()}", StringComparison.OrdinalIgnoreCase);
        }
        Assert.Null((await Service.ReadAsync(foreign)).VideoDeletedAt);
    }
}
