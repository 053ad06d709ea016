using Azure.Data.Tables;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>Table Storage with tables in memory.</summary>
internal sealed class FakeTableServiceClient : TableServiceClient
{
    private readonly Dictionary<string, FakeTableClient> _tables = [];

    public override FakeTableClient GetTableClient(string tableName)
    {
        if (!_tables.TryGetValue(tableName, out var table)) _tables[tableName] = table = new FakeTableClient();
        return table;
    }
}
