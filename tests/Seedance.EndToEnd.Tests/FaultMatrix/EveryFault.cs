using System.Globalization;
using System.Text.Json;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.CrashMatrix;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.FaultMatrix;

public sealed class EveryFault
{
    private const string CutByTheProvider = "download.wrong_length";

    private static readonly Dictionary<string, string> Patient = new()
    {
        ["Seedance__Waiting__WebhookPollSeconds"] = "1",
        ["Seedance__Waiting__WebhookPollMaxSeconds"] = "1",
        ["Seedance__Waiting__NotFoundGraceSeconds"] = "1",
        ["Seedance__Videos__MaxBytes"] = "20000000",
    };

    private static readonly Dictionary<string, string> Impatient = new(Patient)
    {
        ["Seedance__Waiting__DeadlineMinutes"] = Minutes(6),
        ["Seedance__Waiting__ReconcileMinutes"] = Minutes(3),
        ["Seedance__Waiting__ReconcileHours"] = Minutes(12.0 / 60),
    };

    [OwnAppFact]
    public Task Alone() => RunAsync("fault-alone", SingleFaults.Passing, Patient);

    [OwnAppFact]
    public Task Lasting_until_the_service_gives_up() => RunAsync("fault-lasting", SingleFaults.Lasting, Impatient);

    [OwnAppFact]
    public async Task The_table_has_every_fault_of_the_simulator_at_every_point()
    {
        var (simulator, _) = await SharedSimulator.GetAsync();
        using var http = new HttpClient();
        var catalogue = JsonDocument.Parse(await http.GetStringAsync(new Uri(simulator, "admin/faults/catalogue"))).RootElement;
        var possible = catalogue.EnumerateArray().SelectMany(fault => fault.GetProperty("on").EnumerateArray()
            .Select(point => $"{point.GetString()}.{fault.GetProperty("name").GetString()}"));

        var tried = SingleFaults.Passing.Concat(SingleFaults.Lasting).SelectMany(trial => trial.Faults).Select(fault => fault.Split(' ')[0]);

        Assert.Empty(possible.Except(tried).Except([CutByTheProvider]));
    }

    /// <summary>Nothing tells such a video from a shorter one: what the provider gives as the whole is kept as it came.</summary>
    [OwnAppTheory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public async Task A_video_that_its_provider_cut_and_calls_whole_is_stored_as_it_came(string provider)
    {
        await using var app = await WiredApp.StartAsync($"fault-cut-{provider}", webhooks: true, settleMinutes: 0.5, Patient);

        var task = await app.Service.CompletedAsync(await app.Service.CreateAsync(Ask.With(provider, $"{CutByTheProvider} bytes=5000")));

        Assert.Equal(5000, task.Video!.Bytes);
        await StoredVideos.AssertWholeAsync(task);
    }

    internal static async Task RunAsync(string name, IReadOnlyList<Trial> trials, IReadOnlyDictionary<string, string> settings)
    {
        await using var app = await WiredApp.StartAsync(name, webhooks: true, settleMinutes: 0.5, settings);
        await using var caller = await CallbackListener.StartAsync();
        await new Trials(app, caller).AssertAllAsync(trials);
    }

    private static string Minutes(double seconds) => (seconds / 60).ToString(CultureInfo.InvariantCulture);
}
