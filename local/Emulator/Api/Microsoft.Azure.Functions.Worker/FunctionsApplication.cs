using Seedance.Emulator.Host;

namespace Microsoft.Azure.Functions.Worker.Builder;

public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        StartFailure.Watch();
        return new FunctionsApplicationBuilder(args);
    }
}
