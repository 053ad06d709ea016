using System.Text.Json;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Admin;

internal static class FaultAdmin
{
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/faults", (FaultRules rules) => rules.All().Select(Show));
        admin.MapGet("/faults/catalogue", () => FaultCatalogue.All.Values);
        admin.MapPost("/faults", Add);
        admin.MapDelete("/faults", (FaultRules rules) =>
        {
            rules.Clear();
            return Results.NoContent();
        });
        admin.MapDelete("/faults/{id:int}", (int id, FaultRules rules) => rules.Remove(id) ? Results.NoContent() : Results.NotFound());
    }

    private static IResult Add(FaultRequest request, FaultRules rules)
    {
        if (request.Fault is not { } name)
            return AdminEndpoints.Refuse("fault is required");
        if (request.Provider is not (null or ProviderNames.EvoLink or ProviderNames.SeedanceApi))
            return AdminEndpoints.Refuse($"provider is {ProviderNames.EvoLink} or {ProviderNames.SeedanceApi}");
        var parameters = (request.Parameters ?? new Dictionary<string, JsonElement>())
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        if (FaultCatalogue.Complaint(name, request.On, parameters) is { } complaint)
            return AdminEndpoints.Refuse(complaint);
        var on = request.On ?? FaultCatalogue.All[name].On[0];
        var fault = new Fault(name, parameters);
        return Results.Ok(Show(rules.Add(on, fault, request.Provider, request.Match, request.After ?? 0, request.Times)));
    }

    private static object Show(FaultRule rule) => new
    {
        id = rule.Id,
        on = rule.On,
        fault = rule.Fault.Name,
        provider = rule.Provider,
        match = rule.Match,
        after = rule.After,
        times = rule.Times,
        parameters = rule.Fault.Parameters,
        seen = rule.Seen,
        fired = rule.Fired,
    };
}
