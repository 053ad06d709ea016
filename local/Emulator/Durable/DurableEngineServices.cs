using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Seedance.Emulator.Durable;

public static class DurableEngineServices
{
    /// <summary>
    /// Adds the engine as a hosted service, and its client. It takes <see cref="IDurableFunctions"/>, <see cref="TimeProvider"/> and
    /// the worker's serializer from the services.
    /// </summary>
    public static IServiceCollection AddDurableEngine(this IServiceCollection services, DurableEngineOptions options)
    {
        services.AddSingleton(provider => new DurableEngine(
            Store(options),
            new(provider.GetRequiredService<IDurableFunctions>),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            options,
            provider.GetService<IOptions<WorkerOptions>>()?.Value.Serializer is { } serializer
                ? new SerializerDataConverter(serializer)
                : JsonDataConverter.Default,
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<DurableEngine>());
        services.AddSingleton<DurableTaskClient>(provider =>
            new EngineClient(provider.GetRequiredService<DurableEngine>(), options.HubName));
        return services;
    }

    private static TableInstanceStore Store(DurableEngineOptions options)
    {
        // The oldest version that both packages and Azurite know.
        var blobs = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2021_12_02);
        return new(
            new(options.StorageConnectionString, $"{options.HubName}Instances"),
            new(new(options.StorageConnectionString, $"{options.HubName}-payloads".ToLowerInvariant(), blobs)));
    }
}
