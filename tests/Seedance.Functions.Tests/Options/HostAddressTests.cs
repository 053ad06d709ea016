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
    [InlineData(null, null, null)]
    public void The_app_is_reached_where_the_settings_or_else_the_host_say(string? configured, string? host, string? expected)
    {
        Environment.SetEnvironmentVariable(Variable, host);
        var address = new HostAddress(Samples.As(new SeedanceOptions { PublicBaseUrl = configured }));

        if (expected is not null) Assert.Equal(expected, address.Current.AbsoluteUri);
        else Assert.Throws<InvalidOperationException>(() => address.Current);
    }
}
