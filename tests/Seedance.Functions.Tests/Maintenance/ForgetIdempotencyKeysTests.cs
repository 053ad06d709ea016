using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Maintenance;

public class ForgetIdempotencyKeysTests
{
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox"}""";

    private readonly FakeService _service = new();

    [Theory]
    [InlineData(24)]
    [InlineData(47)]
    public async Task Keys_are_kept_for_a_day_at_the_least(int hours)
    {
        var doors = new FrontDoors(_service);
        await doors.CreateAsync(Body, ("Idempotency-Key", "key"));
        _service.Time.Advance(TimeSpan.FromHours(hours));

        await RunAsync();

        Assert.Equal("true", FrontDoors.Header(await doors.CreateAsync(Body, ("Idempotency-Key", "key")), "Idempotency-Replayed"));
    }

    [Fact]
    public async Task Keys_are_forgotten_after_two_days()
    {
        var doors = new FrontDoors(_service);
        await doors.CreateAsync(Body, ("Idempotency-Key", "key"));
        _service.Time.Advance(TimeSpan.FromHours(48) + TimeSpan.FromSeconds(1));

        await RunAsync();

        Assert.Empty(doors.KeyTable.Rows);
    }

    [Theory]
    [InlineData(29, 2)]
    [InlineData(31, 0)]
    public async Task Keys_of_uploads_are_kept_for_thirty_days(int days, int rows)
    {
        var keys = new IdempotencyKeys(_service.Tables);
        var key = HashedKey.Of("upload", "uploads", "studio/photo.png", "0x1", "");
        await keys.UseAsync(Samples.Client, key, key.Fingerprint!, TaskId.New(_service.Time.GetUtcNow()), CancellationToken.None);
        _service.Time.Advance(TimeSpan.FromDays(days));

        await RunAsync();

        Assert.Equal(rows, _service.Tables.GetTableClient(IdempotencyKeys.TableName).Rows.Count());
    }

    private Task RunAsync() => new ForgetIdempotencyKeys(
        new IdempotencyKeys(_service.Tables),
        new ClientDirectory(Samples.As(_service.Options)),
        _service.Time,
        NullLogger<ForgetIdempotencyKeys>.Instance).RunAsync(new TimerInfo(), CancellationToken.None);
}
