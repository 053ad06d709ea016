using Azure.Data.Tables;

namespace Seedance.Emulator.Tests.Tables;

/// <summary>A table of its own for each test.</summary>
public abstract class TableTest(AzuriteFixture azurite) : IAsyncLifetime
{
    protected string ConnectionString => azurite.ConnectionString;

    protected TableClient Table { get; } = new(azurite.ConnectionString, AzuriteFixture.NewName());

    public Task InitializeAsync() => Table.CreateIfNotExistsAsync();

    public Task DisposeAsync() => Table.DeleteAsync();
}
