using System.Text.Json;

namespace Seedance.Functions.Tests.Api.OpenApi;

public class SchemaValidatorTests
{
    private static readonly OpenApiDocument Document = new(JsonSerializer.Deserialize<JsonElement>(
        """{"a":{"type":"string"},"tree":{"properties":{"below":{"$ref":"#/tree"}},"additionalProperties":false}}"""));

    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "1")]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"type":"number"}""", "1.5", "\"1\"")]
    [InlineData("""{"type":"boolean"}""", "false", "0")]
    [InlineData("""{"type":["array","null"]}""", "null", "{}")]
    [InlineData("""{"const":"list"}""", "\"list\"", "\"List\"")]
    [InlineData("""{"enum":[4,"8"]}""", "\"8\"", "8")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"integer"}]}""", "7", "\"7\"")]
    [InlineData("""{"minimum":2}""", "2", "1.99")]
    [InlineData("""{"maximum":15}""", "15", "15.01")]
    [InlineData("""{"minLength":1}""", "\"a\"", "\"\"")]
    [InlineData("""{"maxLength":1}""", "\"🎬\"", "\"ab\"")]
    [InlineData("""{"pattern":"^task-[0-9]+$"}""", "\"task-1\"", "\"task-1a\"")]
    [InlineData("""{"format":"uri"}""", "\"https://example.com/\"", "\"example\"")]
    [InlineData("""{"format":"date-time"}""", "\"2026-03-30T07:56:45Z\"", "\"2026-03-30 07:56:45Z\"")]
    [InlineData("""{"format":"date"}""", "\"2026-03-30\"", "\"2026-02-30\"")]
    [InlineData("""{"minItems":1}""", "[0]", "[]")]
    [InlineData("""{"maxItems":1}""", "[0]", "[0,0]")]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,2]", "[1,\"2\"]")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", """{"b":1}""")]
    [InlineData("""{"properties":{"a":{"type":"integer"}}}""", """{"a":1,"b":2}""", """{"a":"1"}""")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"$ref":"#/a"}""", "\"a\"", "1")]
    [InlineData("""{"$ref":"#/tree"}""", """{"below":{"below":{}}}""", """{"below":{"beside":{}}}""")]
    public void A_keyword_lets_pass_what_fits_and_nothing_else(string schema, string fits, string doesNot)
    {
        Assert.Empty(Validate(schema, fits));
        Assert.NotEmpty(Validate(schema, doesNot));
    }

    [Theory]
    [InlineData("""{"oneOf":[{}]}""")]
    [InlineData("""{"format":"email"}""")]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""")]
    public void A_rule_that_it_cannot_check_is_an_error(string schema)
        => Assert.Throws<NotSupportedException>(() => Validate(schema, "\"a\""));

    [Fact]
    public void A_reference_to_nothing_is_an_error()
        => Assert.Throws<KeyNotFoundException>(() => Validate("""{"$ref":"#/b"}""", "1"));

    [Fact]
    public void A_strict_one_refuses_members_that_are_not_named()
        => Assert.NotEmpty(new SchemaValidator(Document, strict: true).Validate(Json("""{"properties":{"a":{}}}"""), Json("""{"b":1}""")));

    private static IReadOnlyList<string> Validate(string schema, string value)
        => new SchemaValidator(Document).Validate(Json(schema), Json(value));

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
