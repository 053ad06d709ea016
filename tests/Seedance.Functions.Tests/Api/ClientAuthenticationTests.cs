using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class ClientAuthenticationTests
{
    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public ClientAuthenticationTests() => _doors = new FrontDoors(_service);

    [Theory]
    [InlineData("Bearer studio-key", true)]
    [InlineData("bearer studio-key", true)]
    [InlineData("BEARER   studio-key  ", true)]
    [InlineData("studio-key", false)]
    [InlineData("Basic studio-key", false)]
    [InlineData("Bearer", false)]
    [InlineData("Bearer    ", false)]
    [InlineData("Bearerstudio-key", false)]
    [InlineData("Bearer wrong", false)]
    [InlineData("", false)]
    public async Task A_header_is_a_bearer_key_or_refused_even_where_none_is_needed(string header, bool valid)
    {
        _service.Options.AllowAnonymous = true;

        var response = await _doors.CallAsync("GET /v1/tasks", "", ("Authorization", header));

        Assert.Equal(valid ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_header_at_all_is_the_anonymous_client_where_it_is_allowed(bool allowed)
    {
        _service.Options.AllowAnonymous = allowed;
        var own = await _service.AddAsync(Samples.Record with { Client = "anonymous" });

        var response = await _doors.CallAsync("GET /v1/tasks", "", ("Authorization", null));

        if (allowed) Assert.Equal([own.Id.ToString()], response.Json().Texts("data", "id"));
        else Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
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

        var response = await _doors.CallAsync(request);

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (response.StatusCode, response.Header("WWW-Authenticate")));
        Assert.Equal((0, 0), (body.Position, _service.Table.Operations));
        Assert.Matches("""{"error":{"code":"unauthorized",.*,"type":"authentication_error"}}|"INVALID_API_KEY",""", $"{response.Json()}");
    }

    [Theory]
    [InlineData("GET /v1/tasks/{0}")]
    [InlineData("POST /v1/tasks/{0}/cancel")]
    [InlineData("GET /v1/operations/{0}")]
    [InlineData("GET /v1/videos/{0}/content")]
    [InlineData("DELETE /v1/videos/{0}")]
    [InlineData("GET /v1/status?task_id={0}")]
    public async Task A_foreign_a_malformed_and_an_unknown_task_are_not_found(string call)
    {
        var foreign = await _service.AddAsync(Samples.Completed with { Client = "stranger" });

        foreach (var id in new[] { foreign.Id.ToString(), "x", TaskId.New(Samples.Now).ToString(), $"{foreign.Id}%0A" })
        {
            var response = await _doors.CallAsync(string.Format(null, call, id));

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains("task_not_found", $"{response.Json()}", StringComparison.OrdinalIgnoreCase);
        }
        Assert.Null((await _service.ReadAsync(foreign)).VideoDeletedAt);
    }
}
