using Seedance.Simulator.Callbacks;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Journal;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Admin;

internal static class AdminEndpoints
{
    public static void Map(WebApplication app)
    {
        var admin = app.MapGroup("/admin");
        JournalAdmin.Map(admin);
        TaskAdmin.Map(admin);
        FaultAdmin.Map(admin);
        SettingsAdmin.Map(admin);
        admin.MapPost("/reset", (
            TaskStore tasks, FaultRules faults, RequestJournal journal, CallbackSender callbacks, SettingsHolder settings) =>
        {
            callbacks.Reset();
            tasks.Reset();
            faults.Clear();
            settings.Reset();
            journal.Clear();
            return Results.NoContent();
        });
    }

    public static IResult Refuse(string message) => Results.BadRequest(new { error = message });
}
