using System.Web;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace Seedance.Functions.Tests.Storage;

public class BlobReadLinksTests
{
    private const string Name = "studio/ünï 1&2.png";

    private readonly FakeService _service = new();

    private IEnumerable<DateTimeOffset?> Asked => _service.Blobs.DelegatedKeys.Select(key => key.StartsOn);

    [Theory]
    [InlineData("https://account.blob.core.windows.net/uploads/x", "https")]
    [InlineData("http://127.0.0.1:10000/account/uploads/x", null)]
    public async Task A_link_of_the_account_s_key_demands_https_where_storage_has_it(string blob, string? protocol)
    {
        var client = new BlobClient(new Uri(blob), new StorageSharedKeyCredential("account", Samples.Key(1)));

        var link = await _service.Get<BlobReadLinks>().ToAsync(client, Samples.Now, Samples.Now.AddDays(2), null, CancellationToken.None);

        var query = HttpUtility.ParseQueryString(link.Query);
        Assert.Equal(("b", "r", protocol), (query["sr"], query["sp"], query["spr"]));
        Assert.Equal(("2026-03-01T12:00:00Z", "2026-03-03T12:00:00Z"), (query["st"], query["se"]));
        Assert.Empty(Asked);
    }

    [Fact]
    public async Task One_key_serves_every_link_that_starts_on_one_day_also_later()
    {
        var first = await LinkAsync(Samples.Now, Samples.Now.AddDays(2));
        _service.Time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromTicks(1));
        await KeyDayAsync();
        Assert.Equal((Day(1), Day(8)), Assert.Single(_service.Blobs.DelegatedKeys));

        _service.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(Day(2), await KeyDayAsync());
        Assert.Equal(first, await LinkAsync(Samples.Now, Samples.Now.AddDays(2)));
        Assert.Equal([Day(1), Day(2)], Asked);
    }

    [Fact]
    public async Task Callers_share_one_request_and_one_that_leaves_does_not_end_it()
    {
        var responds = new TaskCompletionSource();
        _service.Blobs.OnDelegate = () => responds.Task;
        using var leaves = new CancellationTokenSource();
        var left = LinkAsync(Samples.Now, Samples.Now.AddHours(1), leaves.Token);
        var others = Enumerable.Range(0, 50).Select(_ => Task.Run(KeyDayAsync)).ToList();

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        responds.SetResult();

        Assert.All(await Task.WhenAll(others), day => Assert.Equal(Day(1), day));
        Assert.Single(Asked);
    }

    [Fact]
    public async Task While_storage_delegates_none_an_earlier_key_serves_and_it_is_asked_once_a_minute()
    {
        await KeyDayAsync();
        _service.Blobs.OnDelegate = Refuse;
        _service.Time.Advance(TimeSpan.FromDays(1));

        for (var links = 0; links < 10; links++) Assert.Equal(Day(1), await KeyDayAsync());
        Assert.Equal([Day(1), Day(2)], Asked);

        _service.Time.Advance(TimeSpan.FromMinutes(1));
        _service.Blobs.OnDelegate = () => Task.CompletedTask;
        Assert.Equal(Day(2), await KeyDayAsync());
    }

    [Fact]
    public async Task A_key_that_ends_before_the_link_does_not_serve()
    {
        await KeyDayAsync();
        _service.Blobs.OnDelegate = Refuse;
        // The key ends on 8 March at midnight.
        _service.Time.Advance(Day(8) - TimeSpan.FromMinutes(90) - Samples.Now);
        Assert.Equal(Day(1), await KeyDayAsync());

        _service.Time.Advance(TimeSpan.FromHours(1));

        await Assert.ThrowsAsync<RequestFailedException>(KeyDayAsync);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LinkAsync(Samples.Now, Samples.Now.AddDays(7)));
    }

    private static DateTimeOffset Day(int day) => new(2026, 3, day, 0, 0, 0, TimeSpan.Zero);

    private static Task Refuse() => Task.FromException(new RequestFailedException(403, "refused"));

    private Task<Uri> LinkAsync(DateTimeOffset startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken = default)
    {
        var blob = _service.Blobs.GetBlobContainerClient("uploads").GetBlobClient(Name);
        return _service.Get<BlobReadLinks>().ToAsync(blob, startsOn, expiresOn, null, cancellationToken);
    }

    /// <summary>The start of the key with which a link for an hour from now is signed.</summary>
    private async Task<DateTimeOffset> KeyDayAsync()
    {
        var now = _service.Time.GetUtcNow();
        var query = HttpUtility.ParseQueryString((await LinkAsync(now, now.AddHours(1))).Query);
        return DateTimeOffset.Parse(query["skt"]!, CultureInfo.InvariantCulture);
    }
}
