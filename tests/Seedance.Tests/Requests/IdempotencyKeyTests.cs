using Seedance.Requests;

namespace Seedance.Tests.Requests;

public sealed class IdempotencyKeyTests
{
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("  abc\t", "abc")]
    [InlineData("\"abc\"", "abc")]
    [InlineData("a b", "a b")]
    [InlineData("a\"b", "a\"b")]
    [InlineData("\"a\\\"b\\\\c\"", "a\"b\\c")]
    [InlineData("\" \"", " ")]
    [InlineData("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    public void A_key_may_be_bare_or_quoted(string value, string expected)
    {
        Assert.True(IdempotencyKey.TryParse(value, out var key));
        Assert.Equal(expected, key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"\"")]
    [InlineData("\"abc")]
    [InlineData("\"")]
    [InlineData("\"abc\"x")]
    [InlineData("\"abc\";p=1")]
    [InlineData("\"a\\bc\"")]
    [InlineData("\"abc\\")]
    [InlineData("a\tb")]
    [InlineData("a\u007fb")]
    [InlineData("schlüssel")]
    [InlineData("\"schlüssel\"")]
    [InlineData("a\r\nb")]
    public void Anything_else_is_no_key(string value)
    {
        Assert.False(IdempotencyKey.TryParse(value, out var key));
        Assert.Null(key);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_key_has_128_characters_without_its_quotes(int length, bool accepted)
    {
        var key = new string('k', length);

        Assert.Equal(accepted, IdempotencyKey.TryParse(key, out _));
        Assert.Equal(accepted, IdempotencyKey.TryParse($"\"{key}\"", out _));
    }

    [Fact]
    public void The_violation_names_the_header() =>
        Assert.Equal(("Idempotency-Key", "IDEMPOTENCY_KEY_INVALID"), (IdempotencyKey.Violation.Param, IdempotencyKey.Violation.Code));
}
