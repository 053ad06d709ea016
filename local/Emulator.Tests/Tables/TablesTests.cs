using Azure;
using Azure.Core;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tests.Tables;

[Collection(nameof(AzuriteCollection))]
public sealed class TablesTests(AzuriteFixture azurite)
{
    private readonly TableServiceClient _service = new(azurite.ConnectionString);

    [Fact]
    public async Task Tables_are_created_once_listed_and_deleted()
    {
        var names = Enumerable.Range(0, 3).Select(_ => AzuriteFixture.NewName()).Order(StringComparer.Ordinal).ToList();
        foreach (var name in names)
            await _service.CreateTableIfNotExistsAsync(name);

        var again = await _service.CreateTableIfNotExistsAsync(names[0]);
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => _service.GetTableClient(names[0]).CreateAsync());
        var filter = TableServiceClient.CreateQueryFilter($"TableName ge {names[0]} and TableName le {names[2]}");
        var found = await _service.QueryAsync(filter, maxPerPage: 1).ToListAsync();
        var deleted = await _service.DeleteTableAsync(names[0]);
        var deletedAgain = await _service.DeleteTableAsync(names[0]);

        Assert.Equal(names[0], again.Value.Name);
        Assert.Equal((409, "TableAlreadyExists"), (failure.Status, failure.ErrorCode));
        Assert.Equal(names, found.Select(table => table.Name).Intersect(names).Order(StringComparer.Ordinal));
        Assert.Equal((204, 404), (deleted.Status, deletedAgain.Status));
    }

    [Fact]
    public async Task A_table_name_that_is_not_allowed_is_refused_by_the_service()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => _service.CreateTableIfNotExistsAsync("not-a-name"));

        Assert.Equal(400, failure.Status);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=a2V5;EndpointSuffix=core.windows.net", "https://acc.table.core.windows.net/", "acc")]
    [InlineData("AccountName=acc;AccountKey=a2V5", "https://acc.table.core.windows.net/", "acc")]
    [InlineData("AccountName=acc;AccountKey=a2V5YQ==;TableEndpoint=http://localhost:7/acc;", "http://localhost:7/acc", "acc")]
    public void A_connection_string_says_where_and_who(string connectionString, string uri, string account)
    {
        var service = new TableServiceClient(connectionString);

        Assert.Equal(new Uri(uri), service.Uri);
        Assert.Equal(account, service.AccountName);
        Assert.Equal(new Uri(uri.TrimEnd('/') + "/things"), service.GetTableClient("things").Uri);
    }

    [Theory]
    [InlineData("AccountName=acc")]
    [InlineData("AccountKey=a2V5")]
    [InlineData("nonsense")]
    public void A_connection_string_without_name_or_key_is_refused(string connectionString) =>
        Assert.Throws<FormatException>(() => new TableServiceClient(connectionString));

    [Fact]
    public void Credentials_other_than_the_shared_key_are_refused_with_the_reason()
    {
        var token = DelegatedTokenCredential.Create((_, _) => new AccessToken("t", DateTimeOffset.MaxValue));
        var endpoint = new Uri("https://acc.table.core.windows.net");

        var ofService = Assert.Throws<NotSupportedException>(() => new TableServiceClient(endpoint, token));
        var ofTable = Assert.Throws<NotSupportedException>(() => new TableClient(endpoint, "things", token));
        Assert.Throws<NotSupportedException>(
            () => new TableServiceClient("TableEndpoint=https://acc.table.core.windows.net;SharedAccessSignature=sv=1"));

        Assert.Contains("shared key", ofService.Message, StringComparison.Ordinal);
        Assert.Contains("shared key", ofTable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_by_the_service()
    {
        var account = new TableServiceClient(azurite.ConnectionString);
        var wrong = new TableServiceClient(account.Uri, new TableSharedKeyCredential(account.AccountName, "d3Jvbmc="));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => wrong.CreateTableIfNotExistsAsync(AzuriteFixture.NewName()));

        Assert.Equal(403, failure.Status);
    }
}
