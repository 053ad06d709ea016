namespace Seedance.EndToEnd.Tests.VendorClients;

/// <summary>Clients that were written for the vendors' APIs run to the end when their base URL and their key are changed.</summary>
public sealed class ClientsOfBothVendors(AppWithWebhooks app) : IClassFixture<AppWithWebhooks>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Theory]
    [InlineData("evolink.mjs", Ask.EvoLink)]
    [InlineData("seedanceapi.mjs", Ask.SeedanceApi)]
    public async Task A_client_in_JavaScript_gets_its_video(string script, string provider)
    {
        var ask = new Ask(provider);

        var run = await RunAsync(script, $"A harbour at dawn, {ask.Token}");

        var paid = await app.Service.Simulator.PaidOnceAsync(ask);
        Assert.Equal((provider, paid.VideoBytes), (paid.Provider, run.Bytes));
        Assert.Equal(run.Link, Assert.Single((await app.Service.TaskAsync(run.Task)).Results!));
    }

    [Theory]
    [InlineData("evolink.mjs", "authentication_error unauthorized")]
    [InlineData("seedanceapi.mjs", "401 INVALID_API_KEY")]
    public async Task A_client_with_a_wrong_key_is_told_so_in_its_vendor_s_words(string script, string words)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(script, "A harbour", "no-such-key"));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private async Task<ClientRun> RunAsync(string script, string prompt, string? key = null)
    {
        var lines = new ConcurrentQueue<string>();
        var path = RepositoryRoot.Combine("tests", "Seedance.EndToEnd.Tests", "VendorClients", script);
        await using var client = ChildProcess.Start(new ChildProcessStart(script, "node", [path])
        {
            Environment = new Dictionary<string, string?>
            {
                ["BASE_URL"] = app.Service.BaseUrl.AbsoluteUri.TrimEnd('/'),
                ["API_KEY"] = key ?? Callers.Alpha.Key,
                ["PROMPT"] = prompt,
                ["POLL_MS"] = "200",
            },
            OnLine = lines.Enqueue,
        });
        return await client.WaitForExitAsync() == 0
            ? JsonSerializer.Deserialize<ClientRun>(Assert.Single(lines), Json)!
            : throw new InvalidOperationException(client.Tail);
    }

    /// <summary>What a vendor's client has in the end.</summary>
    private sealed record ClientRun(string Task, string Link, long Bytes);
}
