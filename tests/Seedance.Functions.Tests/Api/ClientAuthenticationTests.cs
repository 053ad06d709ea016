namespace Seedance.Functions.Tests.Api;

public class ClientAuthenticationTests : DoorTest
{
    [Theory]
    [InlineData("Bearer studio-key", true)]
    [InlineData("BEARER   studio-key  ", true)]
    [InlineData("studio-key", false)]
    [InlineData("Basic studio-key", false)]
    [InlineData("Bearer    ", false)]
    [InlineData("Bearerstudio-key", false)]
    [InlineData("", false)]
    public async Task A_header_is_a_bearer_key_or_refused_even_where_none_is_needed(string header, bool valid)
    {
        Service.Options.AllowAnonymous = true;

        var response = await CallAsync("GET /v1/tasks", "", ("Authorization", header));

        Assert.Equal(valid ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
    }

    public static TheoryData<string> Calls =>
    [
        .. from function in HttpFunction.All
           where function.Name is not ("GetHealth" or "GetOpenApi" or "ReceiveProviderWebhook" or "UnknownRoute")
           select $"{function.Verbs![0].ToUpperInvariant()} /{function.Template.Replace("{id}", "task-1772366400-0123456789abcdef")}",
    ];

    [Theory]
    [MemberData(nameof(Calls))]
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

    [Theory]
    [InlineData("GET /v1/tasks/{0}")]
    [InlineData("POST /v1/tasks/{0}/cancel")]
    [InlineData("GET /v1/operations/{0}")]
    [InlineData("GET /v1/tasks/{0}/deliveries")]
    [InlineData("POST /v1/tasks/{0}/deliveries")]
    [InlineData("GET /v1/videos/{0}/content")]
    [InlineData("DELETE /v1/videos/{0}")]
    [InlineData("GET /v1/status?task_id={0}")]
    public async Task A_foreign_a_malformed_and_an_unknown_task_are_not_found(string call)
    {
        var foreign = await Service.AddAsync(Samples.Completed with { Client = "stranger" });

        foreach (var id in new[] { foreign.Id.ToString(), "x", TaskId.New(Samples.Now).ToString(), $"{foreign.Id}%0A" })
        {
            var response = await CallAsync(string.Format(null, call, id));

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains("task_not_found", $"{response.Json()}", StringComparison.OrdinalIgnoreCase);
        }
        Assert.Null((await Service.ReadAsync(foreign)).VideoDeletedAt);
    }
}
