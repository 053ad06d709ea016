using Azure;

namespace Seedance.Functions.Tests.Activities;

public class DelegationKeysTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly DelegatingStorage _storage = new();
    private readonly DelegationKeys _keys;

    public DelegationKeysTests() => _keys = _storage.NewKeys();

    [Fact]
    public async Task One_key_serves_every_link_of_a_day()
    {
        for (var links = 0; links < 100; links++) await ForNowAsync();

        Assert.Equal(("2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z"), Assert.Single(_storage.Asked));
    }

    [Fact]
    public async Task Whoever_comes_while_a_key_is_asked_for_waits_for_the_same_answer()
    {
        var answered = new TaskCompletionSource();
        _storage.Until = answered.Task;
        var asking = Enumerable.Range(0, 50).Select(_ => Task.Run(() => ForNowAsync())).ToList();
        while (_storage.Asked.Count == 0) await Task.Yield();

        answered.SetResult();

        Assert.Single((await Task.WhenAll(asking)).Distinct());
        Assert.Single(_storage.Asked);
    }

    [Fact]
    public async Task A_caller_that_goes_does_not_take_the_key_from_the_others()
    {
        var answered = new TaskCompletionSource();
        _storage.Until = answered.Task;
        using var goes = new CancellationTokenSource();
        var gone = _keys.ForAsync(_storage.Time.GetUtcNow(), _storage.Time.GetUtcNow() + Hour, goes.Token);
        var stays = ForNowAsync();

        await goes.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        answered.SetResult();

        Assert.NotEmpty(await stays);
        Assert.Single(_storage.Asked);
    }

    [Fact]
    public async Task The_next_key_is_asked_for_on_the_next_day_long_before_the_last_one_ends()
    {
        var first = await ForNowAsync();
        _storage.Time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromTicks(1));
        Assert.Equal(first, await ForNowAsync());

        _storage.Time.Advance(TimeSpan.FromTicks(1));

        Assert.NotEqual(first, await ForNowAsync());
        Assert.Equal(["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"], _storage.Asked.Select(key => key.Start));
    }

    [Fact]
    public async Task A_link_that_began_yesterday_is_signed_with_yesterday_s_key()
    {
        var now = _storage.Time.GetUtcNow();
        var first = await ForNowAsync();
        _storage.Time.Advance(TimeSpan.FromDays(1));
        await ForNowAsync();

        Assert.Equal(first, (await _keys.ForAsync(now, now + TimeSpan.FromDays(3), CancellationToken.None)).Value);
        // The times decide about the key: another process signs alike.
        Assert.Equal(first, (await _storage.NewKeys().ForAsync(now, now + TimeSpan.FromDays(3), CancellationToken.None)).Value);
    }

    [Fact]
    public async Task While_no_new_key_can_be_had_an_earlier_one_serves_and_storage_is_asked_once_a_minute()
    {
        var first = await ForNowAsync();
        _storage.Delegates = false;
        _storage.Time.Advance(TimeSpan.FromDays(1));

        for (var links = 0; links < 10; links++) Assert.Equal(first, await ForNowAsync());
        Assert.Equal(2, _storage.Asked.Count);

        _storage.Time.Advance(TimeSpan.FromMinutes(1));
        _storage.Delegates = true;
        Assert.NotEqual(first, await ForNowAsync());
        Assert.Equal(3, _storage.Asked.Count);
    }

    [Fact]
    public async Task A_key_that_ends_before_the_link_does_not_serve_in_its_stead()
    {
        await ForNowAsync();
        _storage.Delegates = false;
        // The first key ends on 8 March at midnight.
        _storage.Time.Advance(TimeSpan.FromHours(6.5 * 24 - 1.5));
        Assert.NotEmpty(await ForNowAsync());

        _storage.Time.Advance(Hour);

        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(ForNowAsync)).Status);
        _storage.Delegates = true;
        Assert.NotEmpty(await ForNowAsync());
    }

    [Fact]
    public async Task Where_there_is_no_earlier_key_a_failure_is_one_and_the_next_caller_asks_again()
    {
        _storage.Delegates = false;
        await Assert.ThrowsAsync<RequestFailedException>(ForNowAsync);
        _storage.Delegates = true;

        Assert.NotEmpty(await ForNowAsync());
    }

    [Fact]
    public Task A_link_that_would_outlive_every_key_is_refused() => Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => _keys.ForAsync(_storage.Time.GetUtcNow(), _storage.Time.GetUtcNow() + TimeSpan.FromDays(7), CancellationToken.None));

    private async Task<string> ForNowAsync()
        => (await _keys.ForAsync(_storage.Time.GetUtcNow(), _storage.Time.GetUtcNow() + Hour, CancellationToken.None)).Value;
}
