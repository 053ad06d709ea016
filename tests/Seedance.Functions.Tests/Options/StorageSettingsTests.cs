using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Seedance.Functions.Tests.Options;

public class StorageSettingsTests
{
    private const string Tables = "https://account.table.core.windows.net";
    private const string Blobs = "https://account.blob.core.windows.net";

    [Fact]
    public void A_connection_string_is_all_that_is_needed()
        => Assert.Equal(
            new StorageSettings("UseDevelopmentStorage=true", null, null), From(("Seedance:Storage", "UseDevelopmentStorage=true")));

    [Fact]
    public void Two_service_addresses_do_without_a_connection_string()
        => Assert.Equal(
            new StorageSettings(null, new Uri(Tables), new Uri(Blobs)),
            From(("Seedance:Storage:tableServiceUri", Tables), ("Seedance:Storage:blobServiceUri", Blobs)));

    [Theory]
    [InlineData(null, null)]
    [InlineData(Tables, null)]
    [InlineData(null, Blobs)]
    [InlineData(Tables, "account.blob")]
    public void Half_of_either_stops_the_app_with_the_setting_s_name(string? tables, string? blobs)
    {
        var failure = Assert.Throws<OptionsValidationException>(
            () => From(("Seedance:Storage:tableServiceUri", tables), ("Seedance:Storage:blobServiceUri", blobs)));

        Assert.StartsWith("Seedance__Storage ", failure.Message, StringComparison.Ordinal);
    }

    private static StorageSettings From(params (string Key, string? Value)[] settings)
        => StorageSettings.From(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build());
}
