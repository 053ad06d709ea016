namespace Seedance.Functions.Tests.Uploads;

public class UploadMetadataTests
{
    [Theory]
    [InlineData("A fox", "A fox")]
    [InlineData("", "")]
    [InlineData("a+b", "a+b")]
    [InlineData("100%25 wool", "100% wool")]
    [InlineData("Ein%20F%C3%BCchslein", "Ein Füchslein")]
    [InlineData("%E7%8B%90%E7%8B%B8", "狐狸")]
    [InlineData("%f0%9f%a6%8a", "🦊")]
    public void Values_are_percent_encoded_UTF8(string value, string text)
    {
        Assert.True(UploadMetadata.TryDecode(value, out var read));
        Assert.Equal(text, read);
    }

    [Theory]
    [InlineData("100%")]
    [InlineData("100% wool")]
    [InlineData("%4")]
    [InlineData("%+1")]
    [InlineData("%FF%FE")]
    [InlineData("%C3")]
    [InlineData("%ED%A0%80")]
    [InlineData("Füchslein")]
    [InlineData("FÃ¼chslein")]
    [InlineData("a\tb")]
    public void What_is_not_is_refused(string value) => Assert.False(UploadMetadata.TryDecode(value, out _));

    [Theory]
    [InlineData("Füchslein 🦊\n100%")]
    [InlineData("plain")]
    public void What_is_written_can_be_read(string text)
    {
        var value = UploadMetadata.Encode(text);

        Assert.DoesNotContain(value, character => character is < ' ' or > '~');
        Assert.True(UploadMetadata.TryDecode(value, out var read));
        Assert.Equal(text, read);
    }

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        var value = UploadMetadata.Encode(new string('狐', 2000));

        Assert.InRange(value.Length, 1480, 1500);
        Assert.True(UploadMetadata.TryDecode(value, out var read));
        Assert.DoesNotContain('\uFFFD', read);
    }
}
