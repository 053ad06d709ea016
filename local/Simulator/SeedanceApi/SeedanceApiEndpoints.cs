using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.SeedanceApi;

internal sealed class SeedanceApiEndpoints(SeedanceApiContract contract, SubmitEndpoint submit, PollEndpoint poll)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/generate", context => submit.HandleAsync(context, contract));
        routes.MapGet("/v1/status", context => poll.HandleAsync(context, contract, context.Request.Query["task_id"].FirstOrDefault()));
    }
}
