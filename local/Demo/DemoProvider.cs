using Seedance.Launch;

namespace Seedance.Demo;

/// <summary>A provider as the demo knows it: where the real one is, and which variable holds its key.</summary>
internal sealed record DemoProvider(string Name, Uri RealUrl, string KeyVariable)
{
    public static readonly DemoProvider EvoLink = new(AppSettings.EvoLink, new("https://api.evolink.ai"), "EVOLINK_API_KEY");
    public static readonly DemoProvider SeedanceApi = new(AppSettings.SeedanceApi, new("https://seedanceapi.org"), "SEEDANCEAPI_API_KEY");

    public static DemoProvider Named(string option, string name) => name switch
    {
        AppSettings.EvoLink => EvoLink,
        AppSettings.SeedanceApi => SeedanceApi,
        _ => throw new DemoException($"{option} takes {AppSettings.EvoLink} or {AppSettings.SeedanceApi}, not '{name}'. (--help shows what there is.)", 2),
    };

    public string RealKey() =>
        Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key
            ? key
            : throw new DemoException(
                $"--provider {Name} uses the real {RealUrl.Host} and needs its key in the environment variable {KeyVariable}; " +
                "leave --provider out to use the simulator.", 2);
}
