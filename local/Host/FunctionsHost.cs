using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Executors;

// "Not ready for public consumption", but a host has to replace it.
#pragma warning disable CS0618 // IDistributedLockManager, IWebHookProvider

namespace Seedance.Host;

/// <summary>The web application that holds the public port, the WebJobs SDK and its extensions.</summary>
internal static class FunctionsHost
{
    private const long MaxRequestBodyBytes = 104_857_600; // the real host's limit
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(10);

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
                kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
                kestrel.Limits.MinRequestBodyDataRate = null;
                kestrel.Limits.MinResponseDataRate = null;
            });
        builder.Host.ConfigureWebJobs(jobs => jobs.AddAzureStorageCoreServices().AddDurableTask().AddTimers().AddAzureStorageQueues());
        builder.Services
            .AddRouting()
            .AddHttpForwarder()
            .AddSingleton(loggers)
            .AddSingleton(worker)
            .AddSingleton<Functions>()
            .AddSingleton<ITypeLocator>(services => services.GetRequiredService<Functions>())
            .AddSingleton<IHostIdProvider>(new HostId(configuration["AzureFunctionsWebHost:hostid"] ?? "seedance-local"))
            .AddSingleton<IDistributedLockManager, LocksOfOneProcess>()
            .AddSingleton<IWebHookProvider>(new WebHooks(port.LocalEndPoint!))
            .AddSingleton<HttpRoutes>()
            .Configure<HostOptions>(host => host.ShutdownTimeout = DrainLimit);
        return builder.Build();
    }

    /// <exception cref="HostException">A schedule or a setting of an extension is wrong, or something has taken the port meanwhile.</exception>
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
        var account = configuration["AzureWebJobsStorage"];
        if (string.IsNullOrEmpty(account))
            throw new HostException("AzureWebJobsStorage is not set: it is the connection string of the storage account, or UseDevelopmentStorage=true.");

        var once = new BlobClientOptions();
        once.Retry.MaxRetries = 1;
        once.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        try
        {
            await new BlobContainerClient(account, "azure-webjobs-hosts", once).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (exception is FormatException or RequestFailedException or AggregateException)
        {
            var cause = exception is AggregateException tries ? tries.InnerExceptions[0].GetBaseException() : exception;
            throw new HostException($"The storage account of AzureWebJobsStorage cannot be used: {cause.Message.Split('\n')[0].TrimEnd()}");
        }
    }

    /// <summary>Keeps the timers of apps that share a storage account apart. The real host reads the same setting.</summary>
    private sealed class HostId(string id) : IHostIdProvider
    {
        public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult(id);
    }

    /// <summary>The durable extension builds management URLs from it. Nothing is served there.</summary>
    private sealed class WebHooks(EndPoint address) : IWebHookProvider
    {
        public Uri GetUrl(IExtensionConfigProvider extension) => new($"http://{address}/runtime/webhooks/durabletask");
    }

    /// <summary>No other host shares them, and those of a killed host need not expire.</summary>
    private sealed class LocksOfOneProcess : IDistributedLockManager
    {
        private readonly ConcurrentDictionary<string, Held> _held = [];

        public Task<IDistributedLock> TryLockAsync(
            string account, string lockId, string lockOwnerId, string proposedLeaseId, TimeSpan lockPeriod, CancellationToken cancellationToken)
        {
            var taken = new Held(lockId);
            return Task.FromResult<IDistributedLock>(_held.TryAdd(lockId, taken) ? taken : null!);
        }

        public Task<bool> RenewAsync(IDistributedLock lockHandle, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<string> GetLockOwnerAsync(string account, string lockId, CancellationToken cancellationToken) => Task.FromResult<string>(null!);

        public Task ReleaseLockAsync(IDistributedLock lockHandle, CancellationToken cancellationToken)
        {
            _held.TryRemove(lockHandle.LockId, out _);
            return Task.CompletedTask;
        }

        private sealed record Held(string LockId) : IDistributedLock;
    }
}
