namespace Seedance.EndToEnd.Tests;

/// <summary>Apps with settings of their own.</summary>
public sealed class Operating
{
    private readonly ConcurrentQueue<string> _lines = [];

    [OwnAppFact]
    public async Task Metrics_and_spans_are_on_the_console_on_request()
    {
        await using var app = await StartAsync(
            ("Seedance__Telemetry__Console", "true"),
            ("Seedance__Waiting__WebhookPollSeconds", "600"),
            ("Seedance__Waiting__WebhookPollMaxSeconds", "600"));

        var id = (await app.Service.CompletedAsync(new Ask(Ask.EvoLink))).Id;
        var end = await LineAsync($"Task {id} ended completed");

        await LineAsync("Activity.DisplayName:        provider webhook");
        await LineAsync($"seedance.task.id: {id}");
        await LineAsync("seedance.provider: evolink");
        // Metrics are written every ten seconds.
        foreach (var metric in new[] { "tasks.submitted", "tasks.completed", "video.bytes", "webhooks.received" })
            await LineAsync($"Metric Name: seedance.{metric}");
        Assert.Contains($"client {Callers.Alpha.Name}, evolink", end, StringComparison.Ordinal);
        Assert.Contains("woken by webhook", end, StringComparison.Ordinal);
    }

    [OwnAppFact]
    public async Task Without_a_provider_s_key_the_app_runs_and_says_what_is_missing()
    {
        const string Key = "Seedance__Providers__evolink__ApiKey";
        await using var app =
            await StartAsync((Key, "@Microsoft.KeyVault(SecretUri=https://studio.vault.azure.net/secrets/evolink-api-key)"));

        var health = await app.Service.GetAsync("health");
        Assert.Equal(HttpStatusCode.OK, health.Status);
        Assert.Equal([Key], health.Root.GetProperty("missing").EnumerateArray().Select(each => each.GetString()));
        await LineAsync($"{Key} is a reference to a secret in Key Vault that was not resolved");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.Service.PostAsync(new Ask(Ask.EvoLink).Body.ToJsonString())).Status);
    }

    [OwnAppFact]
    public async Task A_misspelt_setting_keeps_the_app_from_starting_and_is_named()
    {
        var refused = await Assert.ThrowsAsync<LaunchException>(() => StartAsync(("Seedance__Waiting__PolSeconds", "5")));

        Assert.Contains("Seedance__Waiting__PolSeconds is no setting; there are ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }

    private Task<OwnApp> StartAsync(params (string Name, string Value)[] settings)
        => OwnApp.StartAsync("operating", onLine: _lines.Enqueue, more: settings);

    private Task<string> LineAsync(string part) => Eventually.ReadAsync(
        $"A line with '{part}'",
        () => Task.FromResult(_lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) ?? ""),
        line => line.Length > 0);
}
