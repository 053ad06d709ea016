using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Options;

public sealed class HostAddressTests : IDisposable
{
    private const string Variable = "WEBSITE_HOSTNAME";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _before);

    [Theory]
    [InlineData("https://videos.example.com", "app.azurewebsites.net", "https://videos.example.com/")]
    [InlineData("", "app.azurewebsites.net", "https://app.azurewebsites.net/")]
    [InlineData(null, "localhost:7071", "http://localhost:7071/")]
    [InlineData(null, "127.0.0.1:7071", "http://127.0.0.1:7071/")]
    public void The_app_is_reached_where_the_settings_or_else_the_host_say(string? configured, string host, string expected)
    {
        Environment.SetEnvironmentVariable(Variable, host);

        Assert.Equal(expected, new HostAddress(Samples.As(new SeedanceOptions { PublicBaseUrl = configured })).Current.AbsoluteUri);
    }

    [Fact]
    public void Where_nobody_says_there_is_no_guess()
    {
        Environment.SetEnvironmentVariable(Variable, null);

        Assert.Contains("PublicBaseUrl", Assert.Throws<InvalidOperationException>(
            () => new HostAddress(Samples.As(new SeedanceOptions())).Current).Message, StringComparison.Ordinal);
    }
}
