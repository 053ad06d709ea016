using Microsoft.Extensions.Hosting;
using Seedance.Simulator;

if (!SimulatorArguments.TryParse(args, out var arguments, out var complaint))
{
    await Console.Error.WriteLineAsync(complaint);
    await Console.Error.WriteLineAsync(SimulatorArguments.Usage);
    return 2;
}

await using var app = SimulatorApp.Build(arguments);
try
{
    await app.StartAsync();
}
catch (IOException)
{
    await Console.Error.WriteLineAsync($"Port {arguments.Port} is taken; give another with --port, or 0 for a free one.");
    return 1;
}

Console.WriteLine($"Simulator listening on {app.Services.GetRequiredService<SimulatorAddress>().BaseUrl}");
await app.WaitForShutdownAsync();
return 0;
