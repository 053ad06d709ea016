using System.Net;
using System.Net.Sockets;
using Azure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Seedance.Emulator.Host;

namespace Seedance.Emulator.Tests.Host;

public sealed class StartFailureTests
{
    [Fact]
    public void A_known_reason_is_one_sentence()
    {
        var refused = new RequestFailedException(0, "Connection refused (127.0.0.1:10002)");

        Assert.Equal("no", StartFailure.SentenceFor(new HostStartException("no")));
        Assert.Equal("no", StartFailure.SentenceFor(new OptionsValidationException("x", typeof(string), ["no"])));
        Assert.Equal(
            "The storage account cannot be reached: Connection refused (127.0.0.1:10002).",
            StartFailure.SentenceFor(new AggregateException(refused, refused)));
        Assert.Equal(
            "The storage account answered 403 AuthorizationFailure.",
            StartFailure.SentenceFor(new RequestFailedException(403, "no", "AuthorizationFailure", null)));
        Assert.Null(StartFailure.SentenceFor(new InvalidOperationException("a mistake in the app")));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var host = TestApp.Builder(null, ["--port", $"{port}"], typeof(HttpRoutingTests.Routes)).Build();

        var failure = await Assert.ThrowsAsync<IOException>(() => host.StartAsync());

        Assert.Contains($"127.0.0.1:{port}", StartFailure.SentenceFor(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_of_the_app_stops_it_at_start()
    {
        var builder = TestApp.Builder(null, typeof(HttpRoutingTests.Routes));
        builder.Services.AddOptions<Setting>().Validate(_ => false, "The setting is wrong.").ValidateOnStart();
        using var host = builder.Build();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal("The setting is wrong.", StartFailure.SentenceFor(failure));
    }

    private sealed class Setting;
}
