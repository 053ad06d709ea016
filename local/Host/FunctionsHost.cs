using System.Net.Sockets;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;

// "Not ready for public consumption", but a host has to deal with them.
#pragma warning disable CS0618 // IDistributedLockManager, IWebHookProvider

namespace Seedance.Host;

/// <summary>The web application that holds the public port, the WebJobs SDK and its extensions.</summary>
internal static class FunctionsHost
{
    /// <summary>The socket is bound to the public port; it listens once everything else has started.</summary>
    public static WebApplication Build(Socket port, IConfigurationRoot configuration, Worker worker, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "Seedance.Host" });
        builder.Configuration.AddInMemoryCollection(configuration.AsEnumerable());
        builder.WebHost.UseKestrelCore()
            .UseSockets(sockets => sockets.CreateBoundListenSocket = _ => port)
            .ConfigureKestrel(kestrel =>
            {
                kestrel.Listen((IPEndPoint)port.LocalEndPoint!);
                kestrel.Limits.MaxRequestBodySize = 104_857_600; // as in the real host
                kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = null;
            });
        builder.Host.ConfigureWebJobs(jobs =>
        {
            jobs.AddAzureStorageCoreServices().AddDurableTask().AddTimers().AddAzureStorageQueues();
            // Keeps the timers of hosts that share a storage account apart. The real host reads the same setting.
            jobs.UseHostId(configuration["AzureFunctionsWebHost:hostid"] ?? "seedance-local");
            // What is left are locks in memory: those of a killed host need not expire.
            jobs.Services.Remove(jobs.Services.Last(service => service.ServiceType == typeof(IDistributedLockManager)));
        });
        builder.Services.AddRouting().AddHttpForwarder()
            .AddSingleton(loggers)
            .AddSingleton(worker)
            .AddSingleton<Functions>()
            .AddSingleton<ITypeLocator>(services => services.GetRequiredService<Functions>())
            .AddSingleton<IWebHookProvider>(new WebHooks(port.LocalEndPoint!))
            .AddSingleton<HttpRoutes>()
            .Configure<HostOptions>(host => host.ShutdownTimeout = Worker.DrainLimit);
        return builder.Build();
    }

    /// <exception cref="HostException">A schedule or a setting of an extension is wrong, or the port is taken.</exception>
    public static async Task StartAsync(WebApplication host, IReadOnlyList<WorkerFunction> functions, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var function in functions.Where(function => !function.IsHttp))
                host.Services.GetRequiredService<Functions>().Add(function);
            host.Services.GetRequiredService<HttpRoutes>().Map(host, functions);
            await host.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var cause = exception.GetBaseException();
            throw new HostException($"The host does not start: {exception.Message}{(cause == exception ? "" : $" {cause.Message}")}");
        }
    }

    /// <summary>Makes sure that the storage account is there, with the container that the timers keep their times in.</summary>
    public static async Task CheckStorageAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        if (configuration["AzureWebJobsStorage"] is not { Length: > 0 } account)
            throw new HostException("AzureWebJobsStorage is not set: it is a connection string, or UseDevelopmentStorage=true.");

        var options = new BlobClientOptions { Retry = { MaxRetries = 1, NetworkTimeout = TimeSpan.FromSeconds(10) } };
        try
        {
            var container = new BlobContainerClient(account, "azure-webjobs-hosts", options);
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (exception is FormatException or RequestFailedException or AggregateException)
        {
            var cause = exception is AggregateException tries ? tries.InnerExceptions[0].GetBaseException() : exception;
            throw new HostException($"The storage account of AzureWebJobsStorage cannot be used: {cause.Message.Split('\n')[0].TrimEnd()}");
        }
    }

    /// <summary>The durable extension builds management URLs from it. Nothing is served there.</summary>
    private sealed class WebHooks(EndPoint address) : IWebHookProvider
    {
        public Uri GetUrl(IExtensionConfigProvider extension) => new($"http://{address}/runtime/webhooks/durabletask");
    }
}
