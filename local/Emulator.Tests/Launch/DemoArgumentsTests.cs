using Seedance.Demo;

namespace Seedance.Emulator.Tests.Launch;

public sealed class DemoArgumentsTests
{
    [Fact]
    public void Nothing_given_means_the_simulated_EvoLink_and_a_prompt_of_the_demos_own() =>
        Assert.Equal(new DemoArguments(), DemoArguments.Parse([]));

    [Fact]
    public void Everything_given_is_taken()
    {
        var parsed = DemoArguments.Parse(
            ["a cat", "--provider", "seedanceapi", "--model", "m", "--duration", "8", "--port", "7071", "--poll", "--keep"]);

        var expected = new DemoArguments
        {
            Prompt = "a cat",
            Provider = DemoProvider.SeedanceApi,
            Real = true,
            Model = "m",
            Duration = 8,
            Port = 7071,
            Poll = true,
            Keep = true,
        };
        Assert.Equal(expected, parsed);
    }

    [Fact]
    public void The_simulator_plays_the_provider_it_is_told_to()
    {
        var parsed = DemoArguments.Parse(["--simulate", "seedanceapi"]);

        Assert.Equal(DemoProvider.SeedanceApi, parsed.Provider);
        Assert.False(parsed.Real);
    }

    [Fact]
    public void A_picture_may_come_with_a_prompt()
    {
        var parsed = DemoArguments.Parse(["she smiles", "--upload", "picture.png"]);

        Assert.Equal(("she smiles", "picture.png", null), (parsed.Prompt, parsed.Upload, parsed.Model));
    }

    [Theory]
    [InlineData("--upload needs a value", "--upload")]
    [InlineData("--upload needs a value", "--upload", "")]
    [InlineData("a real provider cannot read pictures from this machine", "--provider", "evolink", "--upload", "picture.png")]
    [InlineData("--bogus is not an option", "--bogus")]
    [InlineData("more than one prompt", "a", "cat")]
    [InlineData("--port needs a value", "--port")]
    [InlineData("--port takes a whole number from 1 to 65535, not '65536'", "--port", "65536")]
    [InlineData("--duration takes a whole number", "--duration", "-1")]
    [InlineData("--provider takes evolink or seedanceapi, not 'EvoLink'", "--provider", "EvoLink")]
    [InlineData("give one of them", "--provider", "evolink", "--simulate", "evolink")]
    [InlineData("The prompt is empty", " ")]
    public void What_is_not_understood_is_said_in_one_line_with_exit_code_2(string reason, params string[] args)
    {
        var refused = Assert.Throws<DemoException>(() => DemoArguments.Parse(args));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(2, refused.ExitCode);
    }
}
