using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Seedance.Functions.Tests.Api.OpenApi;

public class RequestSchemaTests
{
    private static readonly RequestReader Reader = new(new RequestRules());

    public static TheoryData<RequestFormat, string> Doors => new()
    {
        { RequestFormat.EvoLink, "GenerationRequest" },
        { RequestFormat.SeedanceApi, "GenerateRequest" },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public void The_members_of_a_request_are_those_that_the_door_knows(RequestFormat door, string schema)
    {
        string[] known = [.. RequestMembers.Of(door).Members, .. door == RequestFormat.EvoLink ? new[] { "model_params.web_search" } : []];

        Assert.Equal(known.Order(StringComparer.Ordinal), Members(Described.Api.Schema(schema)).Order(StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.False, Described.Api.Schema(schema).GetProperty("additionalProperties").ValueKind);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void A_request_with_the_required_members_alone_is_accepted_and_gets_the_described_defaults(RequestFormat door, string schema)
    {
        var accepted = Assert.IsType<RequestResult.Accepted>(Read(door, Least(schema))).Request;

        var properties = Described.Api.Schema(schema).GetProperty("properties");
        Assert.Equal(Default("duration"), $"{accepted.DurationSeconds}");
        Assert.Equal(Default(door == RequestFormat.EvoLink ? "quality" : "resolution"), accepted.Resolution);
        Assert.Equal(Default("aspect_ratio"), accepted.AspectRatio);
        Assert.Equal(Default("generate_audio"), $"{accepted.GenerateAudio}");
        Assert.Equal(Default("fixed_lens"), $"{accepted.FixedLens}");

        string Default(string member) => properties.GetProperty(member).GetProperty("default").ToString();
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void A_request_without_one_of_the_required_members_is_refused_by_its_name(RequestFormat door, string schema)
        => Assert.All(Required(schema), member =>
        {
            var body = Least(schema);
            body.Remove(member);

            var refused = Assert.IsType<RequestResult.Refused>(Read(door, body));
            Assert.Equal([member], refused.Violations.Select(violation => violation.Param));
        });

    [Fact]
    public void What_an_EvoLink_request_can_choose_from_is_what_some_model_offers()
    {
        var rows = CapabilityTable.All;

        AssertWords(rows.Select(row => row.Model).Append(ModelIds.Alias), "GenerationRequest", "model");
        AssertWords(rows.SelectMany(row => row.Resolutions.Concat(row.OptionalResolutions)), "GenerationRequest", "quality");
        AssertWords(rows.SelectMany(row => row.AspectRatios), "GenerationRequest", "aspect_ratio");
        var durations = rows.SelectMany(row => row.Durations).Append(VideoRequest.SmartDuration);
        AssertWords(durations.Select(seconds => $"{seconds}"), "GenerationRequest", "duration");
        AssertWords(rows.Select(row => row.Provider), "GenerationRequest", "provider");
        AssertMost(rows.Max(row => row.Images.Max), "GenerationRequest", "image_urls");
        AssertMost(rows.Max(row => row.Videos.Max), "GenerationRequest", "video_urls");
        AssertMost(rows.Max(row => row.Audios.Max), "GenerationRequest", "audio_urls");
        var longest = Described.Member("GenerationRequest", "prompt").GetProperty("maxLength").GetInt32();
        Assert.Equal(new RequestRules().EvoLinkPromptCharacters, longest);
    }

    [Fact]
    public void What_a_seedanceapi_request_can_choose_from_is_what_a_model_offers_that_the_door_can_pick()
    {
        var rows = CapabilityTable.All.Where(row => row.Tier == ModelTier.Standard).ToList();

        AssertWords(rows.SelectMany(row => row.Resolutions.Concat(row.OptionalResolutions)), "GenerateRequest", "resolution");
        AssertWords(rows.SelectMany(row => row.AspectRatios), "GenerateRequest", "aspect_ratio");
        AssertWords(rows.SelectMany(row => row.Durations).Select(seconds => $"{seconds}"), "GenerateRequest", "duration");
        AssertWords(rows.Select(row => row.Provider), "GenerateRequest", "provider");
        AssertMost(rows.Max(row => row.Images.Max), "GenerateRequest", "image_urls");
    }

    [Fact]
    public void What_a_batch_can_hold_is_what_the_code_takes()
    {
        var (requests, concurrency) = (Described.Member("BatchRequest", "requests"), Described.Member("BatchRequest", "concurrency"));
        var most = requests.GetProperty("maxItems").GetInt32();

        Assert.Equal(["concurrency", "requests"], Members(Described.Api.Schema("BatchRequest")).Order());
        var (slowest, fastest) = (concurrency.GetProperty("minimum").GetInt32(), concurrency.GetProperty("maximum").GetInt32());
        Assert.Empty(Batch(requests: 1, slowest));
        Assert.Empty(Batch(requests: most, fastest));
        Assert.Single(Batch(requests: most + 1, fastest));
        Assert.Single(Batch(requests: 0, fastest));
        Assert.Single(Batch(requests: 1, slowest - 1));
        Assert.Single(Batch(requests: 1, fastest + 1));

        static IReadOnlyList<RequestViolation> Batch(int requests, int concurrency)
        {
            var all = new JsonArray([.. Enumerable.Range(0, requests).Select(_ => Least("GenerationRequest"))]);
            var body = new JsonObject { ["requests"] = all, ["concurrency"] = concurrency };
            return BatchBody.Read(Reader, Encoding.UTF8.GetBytes(body.ToJsonString())).Violations;
        }
    }

    [Fact]
    public void The_parameters_of_a_list_are_those_that_the_code_reads_with_their_default_and_their_bounds()
    {
        var parameters = Described.Operation("ListTasks").Description.GetProperty("parameters").EnumerateArray().ToList();
        Assert.Equal(ListQuery.Known.Order(), parameters.Select(parameter => parameter.GetProperty("name").GetString()).Order());
        var limit = parameters.Single(parameter => parameter.GetProperty("name").GetString() == "limit").GetProperty("schema");
        var (least, most) = (limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32());

        Assert.Equal(ListQuery.Read(new QueryCollection()).Limit, limit.GetProperty("default").GetInt32());
        Assert.True(IsRead("limit", $"{least}") && IsRead("limit", $"{most}"));
        Assert.False(IsRead("limit", $"{least - 1}") || IsRead("limit", $"{most + 1}"));
        Assert.All(parameters, parameter => Assert.True(IsRead(parameter.GetProperty("name").GetString()!, parameter.GetProperty("example").ToString())));
    }

    private static bool IsRead(string name, string value)
        => Record.Exception(() => ListQuery.Read(new QueryCollection(new Dictionary<string, StringValues> { [name] = value }))) is null;

    private static void AssertWords(IEnumerable<string> code, string schema, string member)
        => Assert.Equal(code.Distinct().Order(StringComparer.Ordinal), Described.Words(Described.Member(schema, member)));

    private static void AssertMost(int most, string schema, string member)
        => Assert.Equal(most, Described.Member(schema, member).GetProperty("maxItems").GetInt32());

    private static RequestResult Read(RequestFormat door, JsonObject body) => Reader.Read(door, Encoding.UTF8.GetBytes(body.ToJsonString()));

    private static IEnumerable<string> Required(string schema)
        => Described.Api.Schema(schema).GetProperty("required").EnumerateArray().Select(member => member.GetString()!);

    private static JsonObject Least(string schema)
        => new(Required(schema).Select(
            member => KeyValuePair.Create<string, JsonNode?>(member, member == "model" ? ModelIds.Text : "A fox")));

    // A member that is an object is known by its path.
    private static IEnumerable<string> Members(JsonElement schema)
        => schema.GetProperty("properties").EnumerateObject().SelectMany(member => member.Value.TryGetProperty("properties", out _)
            ? Members(member.Value).Select(inner => $"{member.Name}.{inner}").Prepend(member.Name)
            : [member.Name]);
}
