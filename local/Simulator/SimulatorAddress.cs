using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Seedance.Simulator;

internal sealed class SimulatorAddress(IServer server)
{
    public string BaseUrl => server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
}
