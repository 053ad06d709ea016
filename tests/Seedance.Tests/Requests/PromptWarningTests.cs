namespace Seedance.Tests.Requests;

public sealed class PromptWarningTests
{
    [Fact]
    public void An_ordinary_prompt_has_none() => Assert.Empty(Warnings("A calm sea @dusk, mail me@image.example"));

    [Fact]
    public void A_long_prompt_is_taken_with_a_warning()
    {
        Assert.Empty(Warnings(string.Concat(Enumerable.Repeat("word ", 1000))));
        Assert.Single(Warnings(string.Concat(Enumerable.Repeat("word ", 1001))));
        Assert.Empty(Warnings(new string('海', 500)));
        Assert.Single(Warnings(new string('海', 501)));
    }

    [Theory]
    [InlineData("follow @image1", 0)]
    [InlineData("follow @Image2 and @image2", 2)]
    [InlineData("follow @IMAGE0", 1)]
    [InlineData("follow @video1 with @audio1", 2)]
    [InlineData("follow @image12", 1)]
    public void A_tag_past_the_files_is_warned_of(string prompt, int warnings) =>
        Assert.Equal(warnings, Bodies.Warnings(
            RequestFormat.EvoLink, $$"""{"model":"seedance-2.0","prompt":"{{prompt}}","image_urls":["https://e.com/1.png"]}""").Count);

    private static IReadOnlyList<string> Warnings(string prompt) =>
        Bodies.Warnings(RequestFormat.EvoLink, $$"""{"model":"seedance-2.0","prompt":"{{prompt}}"}""");
}
