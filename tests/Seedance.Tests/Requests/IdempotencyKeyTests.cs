namespace Seedance.Tests.Requests;

public sealed class IdempotencyKeyTests
{
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("  abc\t", "abc")]
    [InlineData("\"abc\"", "abc")]
    [InlineData("a b", "a b")]
    [InlineData("\"a\\\"b\\\\c\"", "a\"b\\c")]
    [InlineData("\" \"", " ")]
    public void A_key_may_be_bare_or_quoted(string value, string expected)
    {
        Assert.True(IdempotencyKey.TryParse(value, out var key));
        Assert.Equal(expected, key);
    }

    [Fact]
    public void Anything_else_is_no_key() => Assert.All(
        [
            "", "   ", "\"\"", "\"abc", "\"", "\"abc\"x", "\"abc\";p=1", "\"a\\bc\"", "\"abc\\", "a\tb", "a\u007fb", "schlüssel",
            "\"schlüssel\"", "a\r\nb",
        ],
        value => Assert.False(IdempotencyKey.TryParse(value, out _), value));

    [Fact]
    public void A_key_has_128_characters_without_its_quotes()
    {
        var (longest, longer) = (new string('k', 128), new string('k', 129));
        Assert.All([longest, $"\"{longest}\""], value => Assert.True(IdempotencyKey.TryParse(value, out _)));
        Assert.All([longer, $"\"{longer}\""], value => Assert.False(IdempotencyKey.TryParse(value, out _)));
    }
}
