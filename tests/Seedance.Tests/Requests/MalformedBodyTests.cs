namespace Seedance.Tests.Requests;

public sealed class MalformedBodyTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"prompt\"")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("""{"prompt":"x",}""")]
    [InlineData("""{"prompt":"x" /* why */}""")]
    [InlineData("""{'prompt':'x'}""")]
    [InlineData("""{"prompt":"\ud83d"}""")]
    [InlineData("""{"\ud83d":1}""")]
    [InlineData("""{"x":[[[[[[[[[[1]]]]]]]]]]}""")]
    public void What_is_not_one_JSON_object_is_refused(string json) =>
        Assert.Contains("INVALID_JSON", Bodies.Codes(RequestFormat.EvoLink, json));

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        byte[] body = [.. """{"model":"seedance-2.0","prompt":" """u8, 0xC3, 0x28, .. "\"}"u8];

        var refused = Assert.IsType<RequestResult.Refused>(new RequestReader(new RequestRules()).Read(RequestFormat.EvoLink, body));

        Assert.Equal("INVALID_JSON", refused.Violations[^1].Code);
    }

    [Fact]
    public void The_message_names_the_line_of_an_error()
    {
        var violation = Assert.Single(Bodies.Refused(RequestFormat.EvoLink, "{\n  \"prompt\": nope\n}"));

        Assert.Contains("line 2", violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","prompt":"y"}""", "prompt")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","p\u0072ompt":"y"}""", "prompt")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","model_params":{"web_search":true,"web_search":true}}""", "model_params.web_search")]
    public void A_member_given_twice_is_refused(string json, string param)
    {
        var violation = Assert.Single(Bodies.Refused(RequestFormat.EvoLink, json));

        Assert.Equal((param, "DUPLICATE_PARAMETER"), (violation.Param, violation.Code));
    }

    [Theory]
    [InlineData("model", "1")]
    [InlineData("prompt", "[\"x\"]")]
    [InlineData("image_urls", "\"https://e.com/1.png\"")]
    [InlineData("image_urls", "null")]
    [InlineData("video_urls", "{}")]
    [InlineData("quality", "720")]
    [InlineData("aspect_ratio", "null")]
    [InlineData("generate_audio", "1")]
    [InlineData("generate_audio", "null")]
    [InlineData("model_params", "true")]
    [InlineData("callback_url", "null")]
    [InlineData("provider", "null")]
    public void A_wrong_type_is_the_only_thing_said_of_a_member(string member, string value)
    {
        var others = string.Concat(new[] { ("model", "\"seedance-2.0\""), ("prompt", "\"x\"") }
            .Where(other => other.Item1 != member).Select(other => $",\"{other.Item1}\":{other.Item2}"));

        var violation = Assert.Single(Bodies.Refused(RequestFormat.EvoLink, $$"""{"{{member}}":{{value}}{{others}}}"""));

        Assert.Equal((member, "INVALID_PARAMETER_TYPE"), (violation.Param, violation.Code));
    }

    [Fact]
    public void An_answer_stays_readable_however_much_is_wrong()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"{new string('x', 90)}{i}\":[]")) + "}";

        var violations = Bodies.Refused(RequestFormat.EvoLink, json);

        Assert.Equal(100, violations.Count);
        Assert.All(violations, violation => Assert.InRange(violation.Message.Length, 1, 300));
    }
}
