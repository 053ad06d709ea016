using Azure;
using Azure.Data.Tables;

namespace Seedance.Emulator.Tests.Tables;

[Collection(nameof(AzuriteCollection))]
public sealed class EntityTypesTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567);

    public static TheoryData<object> Values => new(
        "", "plain", "üñí 動画 🎬 \u2028 \"quoted\" 'single' \\ / < > & \r\n\t", new string('x', 30_000),
        0, int.MinValue, int.MaxValue,
        0L, long.MinValue, long.MaxValue,
        0.0, 5.0, -1.5e-300, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        true, false,
        Time, DateTimeOffset.UnixEpoch,
        Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), Guid.Empty,
        Array.Empty<byte>(), new byte[] { 0, 1, 127, 128, 255 });

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_dictionary_entity_gives_back_value_and_type(object value)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = value });

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal(value, read["Value"]);
        Assert.IsType(value.GetType(), read["Value"]);
    }

    [Fact]
    public async Task A_dictionary_entity_reads_by_type_and_refuses_the_wrong_one()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["Text"] = "t",
            ["Int"] = 1,
            ["Long"] = 2L,
            ["Double"] = 3.0,
            ["Bool"] = true,
            ["Time"] = Time,
            ["UtcTime"] = Time.UtcDateTime,
            ["Guid"] = Guid.Empty,
            ["Bytes"] = new byte[] { 1 },
            ["Data"] = BinaryData.FromBytes(new byte[] { 2 }),
            ["Nothing"] = null,
        });

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal("t", read.GetString("Text"));
        Assert.Equal(1, read.GetInt32("Int"));
        Assert.Equal(2L, read.GetInt64("Long"));
        Assert.Equal(3.0, read.GetDouble("Double"));
        Assert.True(read.GetBoolean("Bool"));
        Assert.Equal(Time, read.GetDateTimeOffset("Time"));
        Assert.Equal(Time.UtcDateTime, read.GetDateTime("Time"));
        Assert.Equal(Time.UtcDateTime, read.GetDateTime("UtcTime"));
        Assert.Equal(Guid.Empty, read.GetGuid("Guid"));
        Assert.Equal([1], read.GetBinary("Bytes"));
        Assert.Equal([2], read.GetBinaryData("Data")!.ToArray());
        Assert.False(read.ContainsKey("Nothing"));
        Assert.Null(read.GetInt64("Nothing"));
        Assert.Throws<InvalidOperationException>(() => read.GetInt64("Int"));
        Assert.Throws<InvalidOperationException>(() => read.GetString("Guid"));
        Assert.NotNull(read.Timestamp);
        Assert.NotEqual(default, read.ETag);
        Assert.Equal(("p", "r"), (read.PartitionKey, read.RowKey));
    }

    [Fact]
    public async Task A_typed_entity_gives_back_every_property()
    {
        var written = new Everything
        {
            PartitionKey = "p",
            RowKey = "r",
            Text = "text",
            Number = 7,
            Big = long.MaxValue,
            Counter = 9,
            Ratio = 4.0,
            Truth = true,
            Time = Time,
            UtcTime = Time.UtcDateTime,
            Identity = Guid.NewGuid(),
            Bytes = [1, 2, 3],
            Data = BinaryData.FromString("data"),
            Stage = Stage.Storing,
            MaybeNumber = 1,
            MaybeLong = 2,
            MaybeTime = Time,
            MaybeStage = Stage.Done,
            Renamed = "other name",
            Secret = "not stored",
        };
        await Table.AddEntityAsync(written);

        Everything read = await Table.GetEntityAsync<Everything>("p", "r");
        TableEntity raw = await Table.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal(written.Text, read.Text);
        Assert.Equal(written.Number, read.Number);
        Assert.Equal(written.Big, read.Big);
        Assert.Equal(written.Counter, read.Counter);
        Assert.Equal(written.Ratio, read.Ratio);
        Assert.Equal(written.Truth, read.Truth);
        Assert.Equal(written.Time, read.Time);
        Assert.Equal(written.UtcTime, read.UtcTime);
        Assert.Equal(DateTimeKind.Utc, read.UtcTime.Kind);
        Assert.Equal(written.Identity, read.Identity);
        Assert.Equal(written.Bytes, read.Bytes);
        Assert.Equal(written.Data.ToArray(), read.Data!.ToArray());
        Assert.Equal(written.Stage, read.Stage);
        Assert.Equal(written.MaybeNumber, read.MaybeNumber);
        Assert.Equal(written.MaybeLong, read.MaybeLong);
        Assert.Equal(written.MaybeTime, read.MaybeTime);
        Assert.Equal(written.MaybeStage, read.MaybeStage);
        Assert.Equal(written.Renamed, read.Renamed);
        Assert.Null(read.Secret);
        Assert.NotEqual(default, read.ETag);
        Assert.NotNull(read.Timestamp);
        Assert.Equal("Storing", raw["Stage"]);
        Assert.Equal("other name", raw["renamed_to"]);
        Assert.False(raw.ContainsKey("Renamed"));
        Assert.False(raw.ContainsKey("Secret"));
    }

    [Fact]
    public async Task Properties_without_a_value_are_not_stored_and_read_as_their_default()
    {
        await Table.AddEntityAsync(new Everything { PartitionKey = "p", RowKey = "r" });

        Everything read = await Table.GetEntityAsync<Everything>("p", "r");
        TableEntity raw = await Table.GetEntityAsync<TableEntity>("p", "r");

        Assert.Null(read.MaybeNumber);
        Assert.Null(read.Text);
        Assert.False(raw.ContainsKey("Text"));
        Assert.False(raw.ContainsKey("MaybeStage"));
    }

    [Fact]
    public async Task Keys_of_an_explicitly_implemented_interface_are_written()
    {
        await Table.AddEntityAsync(new Explicit { Text = "t" });

        Explicit read = await Table.GetEntityAsync<Explicit>("explicit", "row");

        Assert.Equal("t", read.Text);
        Assert.NotEqual(default, ((ITableEntity)read).ETag);
    }

    [Fact]
    public async Task A_value_that_tables_cannot_hold_is_refused()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["Price"] = 1.5m }));
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["Stage"] = Stage.Done }));
        await Assert.ThrowsAsync<NotSupportedException>(
            () => Table.AddEntityAsync(new TableEntity("p", "r") { ["Local"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Local) }));
    }

    [Fact]
    public void A_dictionary_entity_keeps_the_type_that_a_property_has()
    {
        var entity = new TableEntity { ["Long"] = 1L, ["Double"] = 1.0 };

        entity["Long"] = 2;
        entity["Double"] = 2;

        Assert.Equal(2L, entity["Long"]);
        Assert.Equal(2.0, entity["Double"]);
        Assert.Throws<InvalidOperationException>(() => entity["Long"] = "two");
    }

    [Fact]
    public void A_dictionary_entity_is_a_dictionary()
    {
        IDictionary<string, object> entity = new TableEntity(new Dictionary<string, object> { ["A"] = 1 });
        entity.Add(new("B", 2));

        Assert.Equal(2, entity.Count);
        Assert.Equal(new[] { "A", "B" }, entity.Keys);
        Assert.Equal(new object[] { 1, 2 }, entity.Values);
        Assert.Contains(new KeyValuePair<string, object>("B", 2), entity);
        Assert.True(entity.Remove("A"));
        Assert.False(entity.TryGetValue("A", out _));
        entity.Clear();
        Assert.Empty(entity);
        Assert.Equal(default, new TableEntity().ETag);
        Assert.Equal(new ETag("W/\"1\""), new TableEntity { ETag = new("W/\"1\"") }.ETag);
    }
}
