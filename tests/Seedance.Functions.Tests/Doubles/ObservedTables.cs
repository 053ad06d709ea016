using System.Collections.Concurrent;
using Azure.Core;
using Azure.Data.Tables;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>The tables of a test's storage account, each created when it is first used.</summary>
internal sealed class ObservedTables(StorageAccount account) : TableServiceClient(account.ConnectionString)
{
    private readonly ConcurrentDictionary<string, ObservedTable> _tables = new();

    public override ObservedTable GetTableClient(string tableName)
        => _tables.GetOrAdd(tableName, name => new ObservedTable(account, name));
}

/// <summary>A real table whose requests a test can count, hold up and fail.</summary>
internal sealed class ObservedTable : TableClient
{
    private readonly TableClient _table;
    private readonly Lazy<Task> _created;
    private int _operations;

    public ObservedTable(StorageAccount account, string name)
        : base(account.ConnectionString, name, StorageAccount.With(new TableClientOptions(), out var interception))
    {
        interception.Around = AroundAsync;
        _table = new TableClient(account.ConnectionString, name, StorageAccount.Elsewhere(new TableClientOptions()));
        _created = new Lazy<Task>(() => _table.CreateIfNotExistsAsync());
    }

    /// <summary>Runs before the next update reaches the table, once: whoever is faster.</summary>
    public Func<Task>? BeforeUpdate { get; set; }

    /// <summary>The answer to the next update is lost: the client repeats it, and meets its own first one.</summary>
    public bool LosesNextUpdateAnswer { get; set; }

    /// <summary>Runs after the next transaction was written, once, before its answer.</summary>
    public Action? AfterTransaction { get; set; }
    public Exception? Failure { get; set; }

    /// <summary>What every operation waits for before it begins, so that operations of several callers mix.</summary>
    public Func<Task> Pause { get; set; } = () => Task.CompletedTask;
    public int Updates { get; private set; }

    /// <summary>Requests to storage so far; a query is one for each page.</summary>
    public int Operations => _operations;

    public IEnumerable<TableEntity> Rows
    {
        get
        {
            _created.Value.GetAwaiter().GetResult();
            return [.. _table.Query<TableEntity>()];
        }
    }

    private async Task AroundAsync(HttpMessage message, Func<Task> send)
    {
        await _created.Value.ConfigureAwait(false);
        await Pause();
        Interlocked.Increment(ref _operations);
        if (Failure is { } failure) throw failure;
        // A merge would keep the columns that a record no longer has.
        Assert.NotEqual(RequestMethod.Patch, message.Request.Method);
        if (message.Request.Method == RequestMethod.Put)
        {
            await UpdateAsync(send);
            return;
        }
        await send();
        if (AfterTransaction is not { } after || !message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal)) return;
        AfterTransaction = null;
        after();
    }

    private async Task UpdateAsync(Func<Task> send)
    {
        var faster = BeforeUpdate;
        BeforeUpdate = null;
        if (faster is not null) await faster();
        Updates++;
        await send();
        if (!LosesNextUpdateAnswer) return;
        LosesNextUpdateAnswer = false;
        await send();
    }
}
