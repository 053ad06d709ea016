using System.IO.Compression;

namespace Seedance.Tests.Providers;

/// <summary>Bodies that are broken, lying, huge or deep: never an exception, never a wrong end, and what can be read is read.</summary>
public sealed class ResponseBodyTests
{
    private const string Done = """{"id":"t","status":"completed","results":["https://e.com/v.mp4"]}""";

    [Fact]
    public async Task A_body_of_ten_megabytes_is_not_read_to_its_end()
    {
        var body = $$"""{"id":"t","status":"completed","noise":"{{new string('x', 10 * 1024 * 1024)}}"}""";

        Assert.Equal("HTTP 200, a body that is too large", Assert.IsType<PollOutcome.Unavailable>(await Poll(body)).Reason);
        Assert.True(Assert.IsType<SubmitOutcome.Unknown>(await Submit(body)).Answered);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_cost_nothing_but_themselves()
    {
        byte[] body = [.. "\uFEFF{\"note\":\""u8, 0xC3, 0x28, 0xFF, .. "\",\"x\\ud800\":\"\\\\ud800 \\uDC00\","u8, .. Encoding.UTF8.GetBytes(Done[1..])];
        await using var server = RawServer.Responding($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n", body: body);

        Assert.Equal(["https://e.com/v.mp4"], Assert.IsType<PollOutcome.Found>(await Poll(server.Url)).Task.ResultUrls);
    }

    [Theory]
    [InlineData("""{"status":"done","result":$}""", true)]
    [InlineData("""{"status":"running","noise":$}""", false)]
    [InlineData("$", null)]
    public async Task Nesting_of_a_thousand_levels_is_read(string around, bool? isDone)
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":[""", 500)) + "\"https://e.com/v.mp4\"" + string.Concat(Enumerable.Repeat("]}", 500));

        var outcome = await Poll(around.Replace("$", deep, StringComparison.Ordinal));

        Assert.Equal(isDone, outcome is PollOutcome.Found { Task: var task } ? task.ResultUrls.Count == 1 : null);
    }

    [Fact]
    public async Task More_nesting_than_that_and_a_million_brackets_are_another_look()
        => Assert.IsType<PollOutcome.Unavailable>(await Poll(new string('[', 1_000_000)));

    [Theory]
    [InlineData("Content-Length: 5000", true)]
    [InlineData("Content-Length: 20", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n999", true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n9", false)]
    public async Task A_length_that_is_not_true_costs_no_id_that_has_come(string length, bool isWhole)
    {
        await using var server = RawServer.Responding($"HTTP/1.1 200 OK\r\n{length}\r\n\r\n{Done}");

        var (submit, poll) = (await Submit(server.Url), await Poll(server.Url));

        Assert.Equal(isWhole, submit is SubmitOutcome.Accepted { Task.Id: "t" });
        Assert.True(isWhole || submit is SubmitOutcome.Unknown { Answered: true });
        Assert.Equal(isWhole, poll is PollOutcome.Found { Task.State: TaskState.Completed });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_compressed_body_is_read_and_a_corrupt_one_is_unknown(bool isCorrupt)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(Done));
        var body = zipped.ToArray();
        if (isCorrupt) body[12] ^= 0xFF;
        await using var server = RawServer.Responding(
            $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {body.Length}\r\n\r\n", body: body);

        var outcome = await Submit(server.Url);

        Assert.Equal(isCorrupt, outcome is SubmitOutcome.Unknown { Answered: true });
        Assert.Equal(!isCorrupt, outcome is SubmitOutcome.Accepted);
    }

    [Theory]
    [InlineData("""{"id":"t","status":"completed","progress":"250 %","results":["https://e.com/v.mp4"],"usage":{"credits_used":"12.5"}}""", 100)]
    [InlineData("""{"id":"t","status":"completed","progress":1e999,"results":["https://e.com/v.mp4"],"usage":{"credits_used":12.50}}""", null)]
    public async Task Numbers_may_be_texts_and_absurd(string body, int? progress)
    {
        var task = Assert.IsType<PollOutcome.Found>(await Poll(body)).Task;

        Assert.Equal((progress, 12.5m), (task.Progress, task.CreditsCharged));
    }

    private static Task<PollOutcome> Poll(string body) => new StubProvider(200, body).Client().GetAsync("t", default);

    private static Task<SubmitOutcome> Submit(string body)
        => new StubProvider(200, body).Client().SubmitAsync(StubProvider.Submission(StubProvider.Text), default);

    private static async Task<PollOutcome> Poll(Uri url)
    {
        using var http = Client(url);
        return await new EvoLinkProvider(http, TimeProvider.System).GetAsync("t", default);
    }

    private static async Task<SubmitOutcome> Submit(Uri url)
    {
        using var http = Client(url);
        return await new EvoLinkProvider(http, TimeProvider.System).SubmitAsync(StubProvider.Submission(StubProvider.Text), default);
    }

    private static HttpClient Client(Uri url)
        => new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = url };
}
