using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seedance.Simulator.Admin;

internal static class SettingsAdmin
{
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/settings", (SettingsHolder settings) => settings.Current);
        admin.MapPut("/settings", (JsonObject changes, SettingsHolder settings) =>
        {
            var merged = JsonSerializer.SerializeToNode(settings.Current, AdminJson.Options)!.AsObject();
            foreach (var (name, value) in changes)
                merged[name] = value?.DeepClone();
            try
            {
                settings.Set(merged.Deserialize<SimulatorSettings>(AdminJson.Options)!);
                return Results.Ok(settings.Current);
            }
            catch (JsonException wrong)
            {
                return AdminEndpoints.Refuse(wrong.Message);
            }
        });
    }
}
