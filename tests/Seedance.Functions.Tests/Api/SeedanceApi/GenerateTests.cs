using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api.SeedanceApi;

public class GenerateTests
{
    private const string Body = """{"prompt":"Mountains at sunrise","aspect_ratio":"16:9","resolution":"720p","duration":"8"}""";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public GenerateTests()
    {
        _service.Options.Providers[ProviderNames.SeedanceApi] = new ProviderOptions { ApiKey = "other-provider-key" };
        _doors = new FrontDoors(_service);
    }

    [Fact]
    public async Task A_request_is_answered_in_the_vendor_s_envelope()
    {
        var response = await _doors.GenerateAsync(Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var json = Http.JsonOf(response);
        var id = json.GetProperty("data").GetProperty("task_id").GetString();
        Assert.Equal(
            $$$"""{"code":200,"message":"success","data":{"task_id":"{{{id}}}","status":"IN_PROGRESS"}}""",
            json.GetRawText());
        Assert.Equal(id, Assert.Single(_doors.Orchestrations.Scheduled).InstanceId);
    }

    [Theory]
    [InlineData("""{"prompt":"A fox"}""", 8, "1:1", "720p", false, false, "seedance-2.0-text-to-video")]
    [InlineData(
        """{"prompt":"A fox","image_urls":["https://example.com/a.jpg"],"duration":"4","resolution":"480p"}""",
        4, "1:1", "480p", false, false, "seedance-2.0-image-to-video")]
    [InlineData(
        """{"prompt":"A fox","generate_audio":true,"fixed_lens":true,"aspect_ratio":"9:21"}""",
        8, "9:21", "720p", true, true, "seedance-2.0-text-to-video")]
    public async Task The_vendor_s_names_types_and_defaults_count(
        string body, int seconds, string aspectRatio, string resolution, bool audio, bool fixedLens, string model)
    {
        var request = (await RecordOf(await _doors.GenerateAsync(body))).Request;

        Assert.Equal((ProviderNames.SeedanceApi, model), (request.Provider, request.Model));
        Assert.Equal((seconds, aspectRatio, resolution), (request.DurationSeconds, request.AspectRatio, request.Resolution));
        Assert.Equal((audio, fixedLens), (request.GenerateAudio, request.FixedLens));
    }

    [Fact]
    public async Task The_other_provider_may_serve_it()
    {
        var record = await RecordOf(await _doors.GenerateAsync("""{"prompt":"A fox","provider":"evolink"}"""));

        Assert.Equal(ProviderNames.EvoLink, record.Request.Provider);
    }

    [Theory]
    [InlineData("""{"prompt":"A fox","duration":"5"}""", "INVALID_DURATION", "duration")]
    [InlineData("""{"prompt":" "}""", "INVALID_PROMPT", "prompt")]
    [InlineData("""{"prompt":"A fox","resolution":"1080p"}""", "INVALID_RESOLUTION", "resolution")]
    [InlineData("""{"prompt":"A fox","aspect_ratio":"adaptive"}""", "INVALID_ASPECT_RATIO", "aspect_ratio")]
    [InlineData("""{"prompt":"A fox","image_urls":["https://example.com/a","https://example.com/b"]}""", "TOO_MANY_IMAGES", "image_urls")]
    [InlineData("""{"prompt":"A fox","duration":8}""", "INVALID_PARAMETER_TYPE", "duration")]
    [InlineData("""{"prompt":"A fox","model":"seedance-2.0"}""", "UNKNOWN_PARAMETER", "model")]
    [InlineData("{", "INVALID_JSON", "")]
    public async Task A_wrong_request_is_refused_with_the_vendor_s_code(string body, string code, string param)
    {
        var response = await _doors.GenerateAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var json = Http.JsonOf(response);
        Assert.Equal((400, code), (json.GetProperty("code").GetInt32(), json.GetProperty("message").GetString()));
        var error = Assert.Single(json.GetProperty("errors").EnumerateArray());
        Assert.Equal((code, param), (error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        Assert.Equal(error.GetProperty("message").GetString(), json.GetProperty("detail").GetString());
        Assert.False(json.TryGetProperty("data", out _));
        Assert.Empty(_service.Table.Rows);
    }

    [Fact]
    public async Task Of_several_violations_the_vendor_s_own_come_first()
    {
        var response = await _doors.GenerateAsync("""{"foo":1,"bar":2,"prompt":"A fox","duration":"5"}""", ("Idempotency-Key", ""));

        var json = Http.JsonOf(response);
        Assert.Equal("INVALID_DURATION", json.GetProperty("message").GetString());
        Assert.Equal(
            ["INVALID_DURATION", "UNKNOWN_PARAMETER", "UNKNOWN_PARAMETER", "IDEMPOTENCY_KEY_INVALID"],
            json.GetProperty("errors").EnumerateArray().Select(each => each.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Without_a_valid_key_the_vendor_s_word_is_said()
    {
        var response = await _doors.GenerateAsync(Http.Request($"{FrontDoors.Origin}/v1/generate", "POST", Body, "Bearer wrong"));

        AssertError(response, HttpStatusCode.Unauthorized, "INVALID_API_KEY");
        Assert.Equal("Bearer", FrontDoors.Header(response, "WWW-Authenticate"));
    }

    [Fact]
    public async Task An_oversized_body_is_refused()
    {
        var response = await _doors.GenerateAsync(new string(' ', RequestExtensions.MaxBodyBytes + 1));

        AssertError(response, HttpStatusCode.RequestEntityTooLarge, "REQUEST_TOO_LARGE");
    }

    [Fact]
    public async Task A_provider_without_a_key_is_refused_before_anything_is_recorded()
    {
        _service.Options.Providers[ProviderNames.SeedanceApi].ApiKey = null;

        var response = await _doors.GenerateAsync("""{"prompt":"A fox","provider":"seedanceapi"}""");

        AssertError(response, HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        Assert.Empty(_service.Table.Rows);
    }

    [Fact]
    public async Task Idempotency_keys_count_here_too()
    {
        var first = await _doors.GenerateAsync(Body, ("Idempotency-Key", "key"));
        var second = await _doors.GenerateAsync(Body, ("Idempotency-Key", "key"));
        var other = await _doors.GenerateAsync("""{"prompt":"A fox"}""", ("Idempotency-Key", "key"));

        Assert.Equal(IdOf(first), IdOf(second));
        Assert.Null(FrontDoors.Header(first, "Idempotency-Replayed"));
        Assert.Equal("true", FrontDoors.Header(second, "Idempotency-Replayed"));
        AssertError(other, HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_CONFLICT");
        Assert.Single(_doors.Orchestrations.Scheduled);
    }

    [Fact]
    public async Task A_key_used_at_one_door_is_used_at_the_other()
    {
        var id = IdOf(await _doors.GenerateAsync("""{"prompt":"A fox","provider":"evolink"}""", ("Idempotency-Key", "key")));

        var replay = await _doors.CreateAsync(
            """{"model":"seedance-2.0","prompt":"A fox","duration":8,"aspect_ratio":"1:1","generate_audio":false}""",
            ("Idempotency-Key", "key"));

        Assert.Equal("true", FrontDoors.Header(replay, "Idempotency-Replayed"));
        Assert.Equal(id, Http.JsonOf(replay).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Remarks_on_a_request_come_with_the_task()
    {
        var json = Http.JsonOf(await _doors.GenerateAsync("""{"prompt":"@Image1 is a fox"}"""));

        var warning = Assert.Single(json.GetProperty("data").GetProperty("warnings").EnumerateArray());
        Assert.Contains("Image1", warning.GetString(), StringComparison.Ordinal);
    }

    private static void AssertError(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        var json = Http.JsonOf(response);
        Assert.Equal(((int)status, code), (json.GetProperty("code").GetInt32(), json.GetProperty("message").GetString()));
        Assert.NotEmpty(json.GetProperty("detail").GetString()!);
    }

    private static string? IdOf(HttpResponseMessage response)
        => Http.JsonOf(response).GetProperty("data").GetProperty("task_id").GetString();

    private async Task<TaskRecord> RecordOf(HttpResponseMessage response)
    {
        Assert.True(TaskId.TryParse(IdOf(response), out var id));
        return (await _service.Records.FindAsync(Samples.Client, id, CancellationToken.None))!;
    }
}
