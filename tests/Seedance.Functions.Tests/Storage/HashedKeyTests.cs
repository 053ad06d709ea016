using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class HashedKeyTests
{
    [Fact]
    public void A_request_without_the_header_has_no_key()
    {
        Assert.True(TryRead(out var key));
        Assert.Null(key);
    }

    [Theory]
    [InlineData("abc", "\"abc\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\b", "\"a\\\\b\"")]
    [InlineData(" abc\t", "abc")]
    public void Bare_and_quoted_forms_of_one_text_are_one_key(string bare, string quoted)
        => Assert.Equal(Read(bare), Read(quoted));

    [Theory]
    [InlineData("abc", "abC")]
    [InlineData("abc", "abc.")]
    [InlineData("\" abc\"", "abc")]
    public void Other_texts_are_other_keys(string one, string other) => Assert.NotEqual(Read(one), Read(other));

    [Fact]
    public void A_key_may_have_1_to_128_characters()
    {
        Assert.NotNull(Read("!"));
        Assert.NotNull(Read(new string('~', 128)));
        Assert.NotNull(Read($"\"{new string('a', 128)}\""));
        Assert.Null(Read(new string('a', 129)));
        Assert.Null(Read($"\"{new string('a', 129)}\""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    [InlineData("\"abc")]
    [InlineData("\"ab\"c\"")]
    [InlineData("\"ab\\c\"")]
    [InlineData("\"abc\\\"")]
    [InlineData("clé")]
    [InlineData("a\u007f")]
    [InlineData("a\u0001b")]
    public void What_is_not_printable_ASCII_or_not_well_quoted_is_no_key(string value) => Assert.Null(Read(value));

    [Fact]
    public void Two_keys_are_no_key()
        => Assert.False(TryRead(out _, "a", "b"));

    private static HashedKey? Read(string value)
    {
        var valid = TryRead(out var key, value);
        Assert.Equal(valid, key is not null);
        return key;
    }
    private static bool TryRead(out HashedKey? key, params string[] values)
        => HashedKey.TryRead(FrontDoors.Keyed(values), out key);
}
