using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Seedance.Functions.Budgets;
using Seedance.Functions.Idempotency;
using Seedance.Functions.Notifications;
using Seedance.Functions.Tasks;
using Seedance.Functions.Uploads;
using Seedance.Functions.Videos;

namespace Seedance.Functions.Settings;

/// <summary>Creates the tables and the containers at start where they are missing, so that no request has to look.</summary>
internal sealed class StorageCreation(TableServiceClient tables, VideoStore videos, UploadContainer uploads) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await tables.CreateTableIfNotExistsAsync(TaskRecords.TableName, cancellationToken);
        await tables.CreateTableIfNotExistsAsync(IdempotencyKeys.TableName, cancellationToken);
        await tables.CreateTableIfNotExistsAsync(ClientBudgets.TableName, cancellationToken);
        await tables.CreateTableIfNotExistsAsync(Deliveries.TableName, cancellationToken);
        await videos.CreateAsync(cancellationToken);
        await uploads.CreateAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
