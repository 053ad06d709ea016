namespace Seedance.Simulator.Tasks;

internal sealed class RequestRefusedException(ProviderError error) : Exception(error.Message)
{
    public ProviderError Error => error;
}
