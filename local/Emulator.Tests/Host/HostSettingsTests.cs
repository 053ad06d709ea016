using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Seedance.Emulator.Host;
using Seedance.Emulator.Host.Http;

namespace Seedance.Emulator.Tests.Host;

public sealed class HostSettingsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("functions-settings");

    [Fact]
    public void Local_settings_become_environment_variables_unless_they_are_set()
    {
        Environment.SetEnvironmentVariable("HostSettingsTests__Kept", "kept");
        Write("local.settings.json", new
        {
            Values = new Dictionary<string, string>
            {
                ["HostSettingsTests__Kept"] = "replaced",
                ["HostSettingsTests__Added"] = "added",
            }
        });

        HostSettings.Read([], _directory.FullName);

        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        Assert.Equal("kept", configuration["HostSettingsTests:Kept"]);
        Assert.Equal("added", configuration["HostSettingsTests:Added"]);
    }

    [Theory]
    [InlineData(7071)]
    [InlineData(7072, "--port", "7072")]
    [InlineData(0, "--port=0")]
    public void The_port_is_the_one_of_the_command_line_or_that_of_Core_Tools(int port, params string[] args) =>
        Assert.Equal(port, HostSettings.Read(args, _directory.FullName).Port);

    [Theory]
    [InlineData("http")]
    [InlineData("-1")]
    [InlineData("70000")]
    public void A_port_that_is_none_is_refused(string port)
    {
        var refused = Assert.Throws<HostStartException>(() => HostSettings.Read(["--port", port], _directory.FullName));

        Assert.Equal($"The port '{port}' is not a number from 0 to 65535.", refused.Message);
    }

    [Fact]
    public void A_file_that_is_not_JSON_is_named()
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "host.json"), "{");

        var refused = Assert.Throws<HostStartException>(() => HostSettings.Read([], _directory.FullName));

        Assert.StartsWith("host.json cannot be read: ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls", "http://0.0.0.0:0")]
    [InlineData("--urls", "http://0.0.0.0:0", "--preferHostingUrls", "true")]
    [InlineData("--Kestrel:Endpoints:Http:Url", "http://0.0.0.0:0")]
    [InlineData("--http_ports", "0")]
    public async Task Nothing_makes_the_host_listen_beyond_loopback(params string[] args)
    {
        await using var app = await TestApp.StartAsync(TestApp.Builder(null, [.. args, "--port", "0"], typeof(HttpRoutingTests.Routes)));

        Assert.Equal("127.0.0.1", app.Client.BaseAddress!.Host);
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(endpoint => endpoint.Port == app.Client.BaseAddress.Port);
        Assert.All(listening, endpoint => Assert.Equal(IPAddress.Loopback, endpoint.Address));
        Assert.Equal("page 1", await app.Client.GetStringAsync(new Uri("/api/pages", UriKind.Relative)));
    }

    [Fact]
    public void The_start_text_lists_the_functions_with_their_addresses()
    {
        var functions = new FunctionCatalog([typeof(HttpRoutingTests.Routes), typeof(TimerTests.FromSetting)]);

        var text = StartText.Of("http://127.0.0.1:7071", HttpRoute.Of(functions, "api"), functions);

        Assert.Contains("Listening on http://127.0.0.1:7071", text, StringComparison.Ordinal);
        Assert.Contains("Task: [GET] http://127.0.0.1:7071/api/v1/tasks/{id:guid}", text, StringComparison.Ordinal);
        Assert.Contains("Unrouted: [ANY] http://127.0.0.1:7071/api/Unrouted", text, StringComparison.Ordinal);
        Assert.Contains("FromSetting: timerTrigger", text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("HostSettingsTests__Kept", null);
        Environment.SetEnvironmentVariable("HostSettingsTests__Added", null);
        _directory.Delete(recursive: true);
    }

    private void Write(string file, object content) =>
        File.WriteAllText(Path.Combine(_directory.FullName, file), JsonSerializer.Serialize(content));
}
