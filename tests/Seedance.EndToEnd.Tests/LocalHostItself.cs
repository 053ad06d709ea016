using System.Diagnostics;

namespace Seedance.EndToEnd.Tests;

/// <summary>What the local host itself promises: bodies of any length, and one worker that lives exactly as long as it does.</summary>
public sealed class LocalHostItself(AppWithWebhooks shared) : IClassFixture<AppWithWebhooks>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_20_MB_reaches_the_app_which_refuses_it_in_its_own_words(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shared.Service.BaseUrl, "v1/videos/batches"));
        request.Content = new ByteArrayContent(new byte[20 * 1024 * 1024]);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Callers.Alpha.Key);
        request.Headers.TransferEncodingChunked = chunked;

        var response = await shared.Service.SendAsync(request);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request_too_large"), (response.Status, response.Error.Code));
    }

    [Theory]
    [InlineData("GET", "v1/videos/generations")]
    [InlineData("PUT", "v1/tasks")]
    [InlineData("GET", "admin/host/status")]
    public async Task What_no_route_takes_is_the_catch_all_s(string method, string path)
    {
        var response = await shared.Service.SendAsync(new HttpMethod(method), path, key: Callers.Alpha.Key);

        Assert.Equal((HttpStatusCode.NotFound, "route_not_found"), (response.Status, response.Error.Code));
    }

    [OwnAppFact]
    public async Task A_worker_that_dies_is_replaced_and_one_whose_host_is_killed_ends()
    {
        // Leashes are a shell's work; Windows has none.
        if (OperatingSystem.IsWindows()) return;
        await using var app = await OwnApp.StartAsync(
            "host", webhooks: false, more: ("AzureFunctionsJobHost__logging__logLevel__default", "Error"));
        var first = Assert.Single(WorkersOf(app.Process.ProcessId));

        first.Kill();
        var second = await Eventually.ReadAsync(
            "Another worker",
            () => Task.FromResult(WorkersOf(app.Process.ProcessId).SingleOrDefault(worker => worker.Id != first.Id)),
            found => found is not null);
        await Eventually.ReadAsync("A healthy app", HealthAsync, status => status == HttpStatusCode.OK);

        using var host = Process.GetProcessById(app.Process.ProcessId);
        host.Kill(entireProcessTree: false);
        await second!.WaitForExitAsync();
        // Of host.json's log level nothing is left: the environment has overridden it.
        Assert.DoesNotContain("Job host started", app.Process.OutputTail, StringComparison.Ordinal);

        async Task<HttpStatusCode?> HealthAsync()
        {
            try
            {
                return (await app.Service.GetAsync("health")).Status;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }
    }

    // A process that ends between the list and the look is none of them: the list has it until its parent has seen its end.
    private static List<Process> WorkersOf(int host)
    {
        var pgrep = new ProcessStartInfo("pgrep", ["-P", host.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using var listing = Process.Start(pgrep)!;
        var ids = listing.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet();
        return [.. Process.GetProcesses().Where(process => ids.Contains(process.Id))];
    }
}
