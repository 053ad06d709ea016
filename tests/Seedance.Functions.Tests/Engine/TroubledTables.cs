using Azure.Data.Tables;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Engine;

/// <summary>Table Storage behind trouble.</summary>
internal sealed class TroubledTables(FakeTableServiceClient tables, StorageTrouble trouble) : TableServiceClient
{
    public override TableClient GetTableClient(string tableName) => new TroubledTable(tables.GetTableClient(tableName), trouble);
}
