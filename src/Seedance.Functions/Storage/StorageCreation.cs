using Azure.Storage.Queues;
using Microsoft.Extensions.Hosting;

namespace Seedance.Functions.Storage;

/// <summary>Creates the tables, the containers and the queue at start where they are missing, so that no request has to look.</summary>
/// <param name="tables">The tables' account.</param>
/// <param name="videos">The container of finished videos.</param>
/// <param name="uploads">The container of uploads.</param>
/// <param name="hostStorage">The connection string of the host's account; null where the host signs in with an identity.</param>
internal sealed class StorageCreation(TableServiceClient tables, VideoStore videos, UploadContainer uploads, string? hostStorage)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await tables.CreateTableIfNotExistsAsync(TaskRecords.TableName, cancellationToken);
        await tables.CreateTableIfNotExistsAsync(IdempotencyKeys.TableName, cancellationToken);
        await tables.CreateTableIfNotExistsAsync(ClientBudgets.TableName, cancellationToken);
        await tables.CreateTableIfNotExistsAsync(Deliveries.TableName, cancellationToken);
        await videos.CreateAsync(cancellationToken);
        await uploads.CreateAsync(cancellationToken);
        // The host takes no offence at a missing queue, but warns at each look. With an identity it is a deployment, which has the queue.
        if (string.IsNullOrEmpty(hostStorage)) return;
        await new QueueClient(hostStorage, UploadContainer.QueueName).CreateIfNotExistsAsync(null, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
