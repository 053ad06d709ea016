using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests;

public sealed class GenerationsByPolling(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [OwnAppTheory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public Task A_generation_completes_by_polling_alone(string provider)
        => OneGeneration.AssertAsync(app.Service, provider, wokenBy: "poll");

    [OwnAppFact]
    public async Task The_provider_is_given_no_address_to_call_when_the_app_has_no_public_one()
    {
        var ask = new Ask(Ask.EvoLink);

        await app.Service.CompletedAsync(await app.Service.CreateAsync(ask));

        Assert.Null((await app.Service.Simulator.OnlyTaskAsync(ask)).CallbackUrl);
    }
}
