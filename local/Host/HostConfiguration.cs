using Microsoft.Extensions.Logging.Console;

namespace Seedance.Host;

/// <summary>Settings of the host and of its worker, from the sources that Core Tools read, in their order.</summary>
internal static class HostConfiguration
{
    /// <summary>The section of host.json; variables named <c>AzureFunctionsJobHost__...</c> override its entries.</summary>
    public const string Section = "AzureFunctionsJobHost";

    // With one of these the durable extension takes the machine for a cloud plan.
    private static readonly string[] CloudVariables = ["CONTAINER_NAME", "WEBSITE_SKU", "WEBSITE_INSTANCE_ID", "MANAGED_ENVIRONMENT"];

    /// <summary>Completes the environment, which the worker inherits; a variable that is set wins over local.settings.json.</summary>
    public static void CompleteEnvironment(string app, EndPoint address)
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Path.Combine(app, "local.settings.json"), optional: true).Build();
        foreach (var (name, value) in settings.GetSection("Values").AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && Environment.GetEnvironmentVariable(name) is null)
                Environment.SetEnvironmentVariable(name, value);
        }

        foreach (var name in CloudVariables)
            Environment.SetEnvironmentVariable(name, null);

        Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated");
        Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_DIRECTORY", app);
        Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", app);
        // The app builds its links from it.
        Environment.SetEnvironmentVariable("WEBSITE_HOSTNAME", address.ToString());
    }

    public static IConfigurationRoot Read(string app)
    {
        var file = new ConfigurationBuilder().AddJsonFile(Path.Combine(app, "host.json")).Build();
        var settings = file.AsEnumerable().Where(setting => setting.Value is not null)
            .Select(setting => KeyValuePair.Create($"{Section}:{setting.Key}", setting.Value))
            .Append(KeyValuePair.Create("AzureWebJobsConfigurationSection", (string?)Section));
        return new ConfigurationBuilder().AddInMemoryCollection(settings).AddEnvironmentVariables().Build();
    }

    /// <summary>The console, one line for each entry, filtered by <c>logging.logLevel</c> of host.json.</summary>
    public static ILoggerFactory CreateLoggers(IConfiguration configuration) => LoggerFactory.Create(logging => logging
        .AddFilter("Azure", LogLevel.Warning)
        .AddFilter("Grpc", LogLevel.Warning)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Yarp", LogLevel.Warning)
        .AddFilter($"Function.{DurableClientReader.FunctionName}", LogLevel.Warning)
        .AddConfiguration(configuration.GetSection($"{Section}:logging"))
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        }));
}
