namespace Seedance.Functions.Tests.Api;

public class WebhooksTests() : DoorTest(measures: true)
{
    private const int MaxBytes = 64 * 1024;
    private const string Named = """{"id":"cgt-1","status":"completed"}""";

    private readonly TaskRecord _record = Samples.Record;

    [Theory]
    [InlineData(Named, "cgt-1")]
    [InlineData("", "")]
    [InlineData("<html>", "")]
    public async Task A_providers_call_wakes_its_task_with_the_providers_id_as_text(string body, string named)
    {
        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync(body));

        Assert.Equal([(_record.Id.ToString(), "ProviderCallback", (object)named)], Orchestrations.Raised);
    }

    [Fact]
    public async Task A_body_that_is_large_broken_or_slow_wakes_the_task_too()
    {
        var slow = new StrangeBody(async reading =>
        {
            Service.Time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(Timeout.Infinite, reading);
        });
        Stream[] bodies = [new MemoryStream(new byte[70_000]), new StrangeBody(_ => throw new IOException("reset")), slow];
        foreach (var (body, length) in bodies.Select(body => (body, (long?)null)).Append((new MemoryStream(new byte[70_000]), 70_000)))
        {
            var call = Http.Request("POST " + UrlOf(_record));
            call.Content = new StreamContent(body) { Headers = { ContentLength = length } };

            Assert.Equal(HttpStatusCode.OK, (await Doors.CallAsync(call)).StatusCode);
        }

        Assert.Equal(Enumerable.Repeat((_record.Id.ToString(), "ProviderCallback", (object?)""), 4), Orchestrations.Raised);
    }

    [Fact]
    public async Task A_forged_token_is_not_found_and_wakes_nothing_and_the_previous_keys_is_genuine()
    {
        var token = UrlOf(_record).Segments[^1];

        foreach (var forged in new[]
        {
            token[..^1], token[..^2] + (token[^1] == 'A' ? "BB" : "AA"), "x", UrlOf(Samples.Record).Segments[^1], Signed(Samples.Key(9)),
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", $"/webhooks/evolink/{_record.Id}/{forged}"));
        }
        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", $"/webhooks/seedanceapi/{_record.Id}/{token}"));
        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", $"/webhooks/evolink/not-an-id/{token}"));
        Assert.Empty(Orchestrations.Raised);

        var previous = Signed(Service.Options.WebhookKeyPrevious!);
        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync(Named, $"/webhooks/evolink/{_record.Id}/{previous}"));
        Assert.Single(Orchestrations.Raised);
    }

    [Fact]
    public void Without_a_key_no_token_is_genuine()
        => Assert.Null(new ProviderWebhooks(Samples.As(new SeedanceOptions())).ClientOf("evolink", _record.Id, Signed(Samples.Key(0))));

    [Fact]
    public async Task Every_call_is_counted_by_its_result_and_a_strangers_words_are_not_kept()
    {
        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync(Named.PadRight(MaxBytes)));
        Orchestrations.OnRaise = () => throw new InvalidOperationException("No such instance.");
        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync(Named));
        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync(Named, "/webhooks/stranger-17/x/y"));

        Assert.Equal(
            ["evolink woken", "evolink nothing_woken", "unknown forged"],
            Service.Meters.Of("seedance.webhooks.received").Select(each => each.Tags["provider=".Length..].Replace("result=", "")));
    }

    private Uri UrlOf(TaskRecord record) => Service.Webhooks.UrlFor(record)!;

    private string Signed(string key)
    {
        var options = Samples.Options;
        options.WebhookKey = key;
        return new ProviderWebhooks(Samples.As(options)).UrlFor(_record)!.Segments[^1];
    }

    private async Task<HttpStatusCode> ReceiveAsync(string body, string? path = null)
        => (await CallAsync($"POST {path ?? UrlOf(_record).AbsolutePath}", body, NoKey)).StatusCode;

    private sealed class StrangeBody(Func<CancellationToken, Task> read) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await read(cancellationToken);
            return 0;
        }
    }
}
