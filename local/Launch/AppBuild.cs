namespace Seedance.Launch;

/// <summary>Builds the app in the emulator runtime, whichever runtime the caller was built in.</summary>
public static class AppBuild
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static string Dll => BuildOutput.Of(BuildOutput.Emulator, "Seedance.Functions", "Seedance.Functions.dll");

    /// <summary>Builds only what the build of the solution has not built already: in the emulator runtime it has.</summary>
    public static Task EnsureAsync(Action<string>? say = null, CancellationToken cancellationToken = default) =>
        BuildOutput.Runtime == BuildOutput.Emulator && File.Exists(Dll) ? Task.CompletedTask : RunAsync(say, cancellationToken);

    public static async Task RunAsync(Action<string>? say = null, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var mine = await ProcessLock.TakeAsync(
                "app-build", () => say?.Invoke("Waiting for another process that is building the app ..."), limit.Token);
            await BuildAsync(say, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LaunchException($"The app was not built within {Limit.TotalMinutes:0} minutes.");
        }
    }

    private static async Task BuildAsync(Action<string>? say, CancellationToken cancellationToken)
    {
        say?.Invoke(File.Exists(Dll) ? "Building the app ..." : "Building the app (the first time takes about 30 s) ...");
        string[] arguments =
        [
            "build", RepositoryRoot.Combine("src", "Seedance.Functions"), "--configuration", BuildOutput.Configuration,
            $"-p:FunctionsRuntime={BuildOutput.Emulator}", "-nodeReuse:false", "--verbosity", "quiet", "-nologo",
        ];
        await using var build = ChildProcess.Start(new("dotnet build", DotnetHost.Path, arguments));
        if (await build.WaitForExitAsync(cancellationToken) != 0)
            throw new LaunchException($"The app did not build.{Environment.NewLine}{build.Tail}");
    }
}
