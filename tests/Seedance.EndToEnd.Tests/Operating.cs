using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;
using Seedance.Launch;

namespace Seedance.EndToEnd.Tests;

/// <summary>What an operator sees of a running app, and of one that does not start.</summary>
public sealed class Operating : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _lines = [];
    private AzuriteProcess? _storage;
    private SimulatorServer? _simulator;

    public async Task InitializeAsync()
    {
        if (RunningElsewhere.Find() is not null) return;
        _simulator = await SimulatorServer.StartAsync();
        _storage = await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = true });
    }

    public async Task DisposeAsync()
    {
        if (_storage is not null) await _storage.DisposeAsync();
        if (_simulator is not null) await _simulator.DisposeAsync();
    }

    [OwnAppFact]
    public async Task Metrics_and_spans_are_on_the_console_on_request()
    {
        await using var app = await StartAsync(
            ("Seedance__Telemetry__Console", "true"),
            ("Seedance__Waiting__WebhookPollSeconds", "600"),
            ("Seedance__Waiting__WebhookPollMaxSeconds", "600"));
        var service = new Service(app.BaseUrl, _simulator!);

        var id = await service.CreateAsync(new Ask(Ask.EvoLink));
        await service.CompletedAsync(id);
        var end = await LineAsync($"Task {id} ended completed");

        await LineAsync("Activity.DisplayName:        provider webhook");
        await LineAsync($"seedance.task.id: {id}");
        await LineAsync("seedance.provider: evolink");
        // Metrics are written every ten seconds.
        foreach (var metric in new[] { "tasks.submitted", "tasks.completed", "video.bytes", "webhooks.received" })
        {
            await LineAsync($"Metric Name: seedance.{metric}");
        }
        Assert.Contains($"client {Callers.Alpha.Name}, evolink", end, StringComparison.Ordinal);
        Assert.Contains("woken by webhook", end, StringComparison.Ordinal);
    }

    [OwnAppFact]
    public async Task Without_a_provider_s_key_the_app_runs_and_says_what_is_missing()
    {
        await using var app = await StartAsync(
            ("Seedance__Providers__evolink__ApiKey", "@Microsoft.KeyVault(SecretUri=https://studio.vault.azure.net/secrets/evolink-api-key)"));
        var service = new Service(app.BaseUrl, _simulator!);

        var health = await service.SendAsync(HttpMethod.Get, "health");
        Assert.Equal(HttpStatusCode.OK, health.Status);
        using var json = JsonDocument.Parse(health.Body);
        Assert.Equal(
            ["Seedance__Providers__evolink__ApiKey"], json.RootElement.GetProperty("missing").EnumerateArray().Select(each => each.GetString()));
        await LineAsync("Seedance__Providers__evolink__ApiKey is a reference to a secret in Key Vault that was not resolved");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.PostAsync(new Ask(Ask.EvoLink).Body.ToJsonString())).Status);
    }

    [OwnAppFact]
    public async Task A_misspelt_setting_keeps_the_app_from_starting_and_is_named_in_one_sentence()
    {
        var refused = await Assert.ThrowsAsync<LaunchException>(() => StartAsync(("Seedance__Waiting__PolSeconds", "5")));

        Assert.Contains("Seedance__Waiting__PolSeconds is no setting; there are ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }

    private Task<AppProcess> StartAsync(params (string Name, string Value)[] settings)
        => AppProcess.StartAsync(
            AppSettings.ForLocal(_storage!.ConnectionString, _simulator!.BaseUrl) with
            {
                Client = Callers.Alpha,
                Webhooks = true,
                More = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
            },
            onLine: _lines.Enqueue);

    private Task<string> LineAsync(string part)
        => Eventually.ReadAsync(
            $"A line with '{part}'",
            () => Task.FromResult(_lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) ?? ""),
            line => line.Length > 0);
}
