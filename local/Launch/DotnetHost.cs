namespace Seedance.Launch;

/// <summary>The <c>dotnet</c> that runs this process, or the one on the PATH.</summary>
internal static class DotnetHost
{
    public static string Path =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host && File.Exists(host)
            ? host
            : Executables.Find("dotnet")
                ?? throw new LaunchException("The .NET 10 SDK is needed, and no dotnet was found on the PATH: install it from https://dot.net.");
}
