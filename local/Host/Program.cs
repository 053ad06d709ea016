using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Seedance.Host;

if (args.Contains("--help"))
{
    Console.WriteLine(HostArguments.Usage);
    return 0;
}

try
{
    using var stop = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    await RunAsync(HostArguments.Parse(args), stop.Token);
    return 0;

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"{exception.Message} {HostArguments.Usage}");
    return 2;
}
catch (HostException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

// The worker takes the longest to start, so it goes first; the public port opens last.
static async Task RunAsync(HostArguments arguments, CancellationToken stop)
{
    using var listener = Bind(arguments.Port);
    var address = $"http://{listener.LocalEndPoint}";
    HostConfiguration.CompleteEnvironment(arguments.App, ((IPEndPoint)listener.LocalEndPoint!).Port);
    var configuration = HostConfiguration.Read(arguments.App);
    using var loggers = HostConfiguration.CreateLoggers(configuration);
    await using var server = await WorkerServer.StartAsync(loggers);
    using var worker = new Worker(arguments.App, server, loggers);
    var running = worker.RunAsync();
    try
    {
        var storage = FunctionsHost.CheckStorageAsync(configuration, stop);
        await using var host = FunctionsHost.Build(listener, configuration, worker, arguments.App, loggers);
        await storage;
        var functions = (await worker.Channel.WaitAsync(stop)).Functions;
        foreach (var function in functions.Where(function => !function.IsHttp))
            host.Services.GetRequiredService<TriggeredFunctions>().Add(function);
        host.Services.GetRequiredService<HttpRoutes>().Map(host, functions);
        await StartAsync(host, stop);
        Console.WriteLine($"Listening on {address}");
        await Task.WhenAny(running, Task.Delay(Timeout.Infinite, stop));
        await host.StopAsync(CancellationToken.None);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        // Before everything had started.
    }
    finally
    {
        await worker.StopAsync();
    }

    await running;
}

static Socket Bind(int port)
{
    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    try
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
    catch (SocketException exception)
    {
        socket.Dispose();
        throw new HostException($"The port {port} cannot be used: {exception.Message}.");
    }
}

static async Task StartAsync(WebApplication host, CancellationToken stop)
{
    try
    {
        await host.StartAsync(stop);
    }
    catch (Exception exception) when (exception is not OperationCanceledException)
    {
        // A schedule that is no schedule, a setting of an extension that is out of its range, a port taken meanwhile.
        var innermost = exception.GetBaseException().Message;
        throw new HostException(exception.Message.Contains(innermost, StringComparison.Ordinal) ? exception.Message : $"{exception.Message} {innermost}");
    }
}
