namespace Seedance.EndToEnd.Tests;

/// <summary>Apps with settings of their own.</summary>
public sealed class Operating
{
    private const string Previous = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

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

    [OwnAppFact]
    public async Task A_link_on_a_host_that_is_not_allowed_fails_the_task()
    {
        await using var app = await StartAsync(
            ("Seedance__Videos__AllowedHosts", "videos.example.com"), ("Seedance__Waiting__NotAVideoMinutes", "0"));
        var ask = new Ask(Ask.EvoLink);

        var task = await app.Service.FailedAsync(await app.Service.CreateAsync(ask), "video_host_not_allowed");

        await app.Service.Simulator.PaidOnceAsync(ask);
        Assert.Equal(HttpStatusCode.Conflict, (await app.Service.GetAsync($"v1/videos/{task.Id}/content")).Status);
    }

    [OwnAppFact]
    public async Task A_client_s_own_callback_is_signed_under_both_secrets_while_they_change()
    {
        await using var caller = await CallbackListener.StartAsync();
        await using var elsewhere = await CallbackListener.StartAsync();
        await using var app = await StartAsync(
            ($"Seedance__Clients__{Callers.Alpha.Name}__CallbackUrl", caller.Url.AbsoluteUri),
            ($"Seedance__Clients__{Callers.Alpha.Name}__CallbackSecretPrevious", Previous));

        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink));
        var other = await app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = elsewhere.Url });

        var delivery = Assert.Single(await caller.DeliveredAsync(1));
        delivery.AssertGenuine();
        delivery.AssertGenuine(Previous);
        Assert.Equal(2, delivery.Signature.Split(' ').Length);
        Assert.Equal(id, delivery.Json.GetProperty("id").GetString());
        Assert.Equal(other, Assert.Single(await elsewhere.DeliveredAsync(1)).Json.GetProperty("id").GetString());
        Assert.Single(caller.Deliveries);
    }

    private Task<OwnApp> StartAsync(params (string Name, string Value)[] settings)
        => OwnApp.StartAsync("operating", onLine: _lines.Enqueue, more: settings);

    private Task<string> LineAsync(string part) => Eventually.ReadAsync(
        $"A line with '{part}'",
        () => Task.FromResult(_lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) ?? ""),
        line => line.Length > 0);
}
