using Seedance.Emulator.Host;

namespace Microsoft.Azure.Functions.Worker.Builder;

public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        StartFailure.EndWithASentence();
        return new FunctionsApplicationBuilder(args);
    }
}
