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
    public void A_key_may_be_bare_or_quoted(string value, string expected)
    {
        Assert.True(IdempotencyKey.TryParse(value, out var key));
        Assert.Equal(expected, key);
    }

    [Fact]
    public void Anything_else_is_no_key() => Assert.All(
        new[]
        {
            "", "   ", "\"\"", "\"abc", "\"", "\"abc\"x", "\"abc\";p=1", "\"a\\bc\"", "\"abc\\", "a\tb", "a\u007fb", "schlüssel",
            "\"schlüssel\"", "a\r\nb",
        },
        value => Assert.False(IdempotencyKey.TryParse(value, out _), value));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_key_has_128_characters_without_its_quotes(int length, bool accepted)
    {
        var key = new string('k', length);

        Assert.Equal(accepted, IdempotencyKey.TryParse(key, out _));
        Assert.Equal(accepted, IdempotencyKey.TryParse($"\"{key}\"", out _));
    }
}
