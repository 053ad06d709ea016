using System.Net.Sockets;
using System.Runtime.InteropServices;
using Seedance.Host;

try
{
    if (HostArguments.Parse(args) is not { } arguments)
    {
        Console.WriteLine(HostArguments.Usage);
        return 0;
    }

    using var stop = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    await RunAsync(arguments, stop.Token);
    return 0;

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
// The last three: the port is taken; host.json or local.settings.json is missing, or is no JSON.
catch (Exception exception)
    when (exception is ArgumentException or HostException or SocketException or FileNotFoundException or InvalidDataException)
{
    Console.Error.WriteLine(exception is SocketException ? $"The port cannot be used: {exception.Message}." : exception.Message);
    return exception is ArgumentException ? 2 : 1;
}

// The worker takes the longest to start, so it goes first; the public port opens last.
static async Task RunAsync(HostArguments arguments, CancellationToken stop)
{
    using var port = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    port.Bind(new IPEndPoint(IPAddress.Loopback, arguments.Port));
    HostConfiguration.CompleteEnvironment(arguments.App, port.LocalEndPoint!);
    var configuration = HostConfiguration.Read(arguments.App);
    using var loggers = HostConfiguration.CreateLoggers(configuration);
    var worker = new Worker(arguments.App, loggers);
    await using var server = await WorkerServer.StartAsync(worker, loggers);
    var running = worker.RunAsync(server.Urls.First());
    try
    {
        var storage = FunctionsHost.CheckStorageAsync(configuration, stop);
        await using var host = FunctionsHost.Build(port, configuration, worker, loggers);
        await storage;
        await FunctionsHost.StartAsync(host, (await worker.Channel.WaitAsync(stop)).Functions, stop);
        Console.WriteLine($"Listening on http://{port.LocalEndPoint}");
        await Task.WhenAny(running, Task.Delay(Timeout.Infinite, stop));
        await host.StopAsync(CancellationToken.None);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested) { } // Stopped while it was starting.
    finally { await worker.DisposeAsync(); }

    await running;
}
