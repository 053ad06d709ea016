using System.Security.Cryptography;

namespace Seedance.Launch;

/// <summary>Azurite as <c>local/azurite/package-lock.json</c> pins it, installed once for all processes that start it.</summary>
internal static class AzuriteInstallation
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);

    private static string Folder => RepositoryRoot.Combine("local", "azurite");

    private static string LockFile => Path.Combine(Folder, "package-lock.json");

    // Written last, so that an installation that was interrupted is not taken for a whole one.
    private static string Stamp => Path.Combine(Folder, "node_modules", ".installed-from");

    public static string Script => Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    public static async Task EnsureAsync(NodePrograms programs, Action<string>? say, CancellationToken cancellationToken)
    {
        var wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(LockFile, cancellationToken)));
        if (IsInstalled(wanted)) return;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InstallLimit);
        try
        {
            using var mine = await ProcessLock.TakeAsync(
                "azurite-install", () => say?.Invoke("Waiting for another process that is installing Azurite ..."), limit.Token);
            if (!IsInstalled(wanted)) await InstallAsync(programs.Npm, wanted, say, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LaunchException($"Azurite is not installed after {InstallLimit.TotalMinutes:0} min: npm ci in {Folder} did not end.");
        }
    }

    private static bool IsInstalled(string wanted) =>
        File.Exists(Script) && File.Exists(Stamp) && File.ReadAllText(Stamp) == wanted;

    private static async Task InstallAsync(string npm, string wanted, Action<string>? say, CancellationToken cancellationToken)
    {
        say?.Invoke("Installing Azurite (npm, about 15 s) ...");
        await using var install = ChildProcess.Start(new("npm ci", npm, ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder });
        if (await install.WaitForExitAsync(cancellationToken) != 0)
            throw new LaunchException($"Azurite could not be installed: npm ci in {Folder} failed.{Environment.NewLine}{install.Tail}");

        await File.WriteAllTextAsync(Stamp, wanted, cancellationToken);
    }
}
