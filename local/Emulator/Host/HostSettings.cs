using System.Globalization;
using Microsoft.Extensions.Configuration;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Host;

/// <summary>What host.json, local.settings.json and the command line say about the host itself.</summary>
internal sealed class HostSettings
{
    private const int DefaultPort = 7071;

    private HostSettings(IConfiguration hostFile, int port)
    {
        HostFile = hostFile;
        Port = port;
        RoutePrefix = (hostFile["extensions:http:routePrefix"] ?? "api").Trim('/');
    }

    public IConfiguration HostFile { get; }

    /// <summary>The port to listen on; 0 takes a free one.</summary>
    public int Port { get; }

    public string RoutePrefix { get; }

    public static HostSettings Read(string[] args, string directory)
    {
        var local = ReadFile(directory, "local.settings.json");
        foreach (var setting in local.GetSection("Values").GetChildren())
        {
            if (Environment.GetEnvironmentVariable(setting.Key) is null)
            {
                Environment.SetEnvironmentVariable(setting.Key, setting.Value);
            }
        }

        var port = new ConfigurationBuilder().AddCommandLine(args).Build()["port"]
            ?? Environment.GetEnvironmentVariable("FUNCTIONS_PORT")
            ?? local["Host:LocalHttpPort"];
        return new HostSettings(ReadFile(directory, "host.json"), port is null ? DefaultPort : ParsePort(port));
    }

    /// <summary>What host.json says about durable functions, over the engine's own defaults.</summary>
    public DurableEngineOptions DurableTask(string storageConnectionString)
    {
        var durable = HostFile.GetSection("extensions:durableTask");
        if (durable["storageProvider:type"] is { } type && !type.Equals("AzureStorage", StringComparison.OrdinalIgnoreCase))
        {
            throw new HostStartException(
                $"host.json: the storage provider '{type}' of durableTask is not emulated; the task hub lies in Azure Storage (AzureStorage) here.");
        }

        var defaults = new DurableEngineOptions { StorageConnectionString = storageConnectionString };
        return new DurableEngineOptions
        {
            StorageConnectionString = storageConnectionString,
            HubName = durable["hubName"] ?? defaults.HubName,
            MaxConcurrentActivities = durable.GetValue("maxConcurrentActivityFunctions", defaults.MaxConcurrentActivities),
            MaxConcurrentOrchestrators = durable.GetValue("maxConcurrentOrchestratorFunctions", defaults.MaxConcurrentOrchestrators),
        };
    }

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new HostStartException($"The port '{text}' is not a number from 0 to 65535.");

    private static IConfigurationRoot ReadFile(string directory, string name)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.Combine(directory, name), optional: true).Build();
        }
        catch (InvalidDataException notJson)
        {
            throw new HostStartException($"{name} cannot be read: {notJson.InnerException?.Message ?? notJson.Message}", notJson);
        }
    }
}
