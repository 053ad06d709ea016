using System.Net;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests;

/// <summary>Where videos may be downloaded from, as the settings have it.</summary>
public sealed class DownloadHosts
{
    [OwnAppFact]
    public async Task A_link_on_a_host_that_is_not_allowed_fails_the_task_with_its_own_code()
    {
        await using var app = await OwnApp.StartAsync("download-hosts", webhooks: false, webhookPollSeconds: 1, new Dictionary<string, string>
        {
            ["Seedance__Videos__AllowedHosts"] = "videos.example.com",
            ["Seedance__Waiting__NotAVideoMinutes"] = "0",
        });
        var ask = new Ask(Ask.EvoLink);

        var task = await app.Service.FailedAsync(await app.Service.CreateAsync(ask), "video_host_not_allowed");

        await app.Service.Simulator.PaidOnceAsync(ask);
        var content = await app.Service.SendAsync(HttpMethod.Get, $"v1/videos/{task.Id}/content", key: Callers.Alpha.Key);
        Assert.Equal(HttpStatusCode.Conflict, content.Status);
    }
}
