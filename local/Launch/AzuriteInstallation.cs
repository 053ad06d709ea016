using System.Security.Cryptography;

namespace Seedance.Launch;

/// <summary>Azurite as <c>local/azurite/package-lock.json</c> pins it, installed once for all processes that start it.</summary>
internal static class AzuriteInstallation
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(200);

    private static string Folder => RepositoryRoot.Combine("local", "azurite");

    private static string LockFile => Path.Combine(Folder, "package-lock.json");

    // Written last, so that an installation that was interrupted is not taken for a whole one.
    private static string Stamp => Path.Combine(Folder, "node_modules", ".installed-from");

    public static string Script => Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    public static async Task EnsureAsync(NodePrograms programs, Action<string>? say, CancellationToken cancellationToken)
    {
        var wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(LockFile, cancellationToken)));
        if (IsInstalled(wanted))
            return;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InstallLimit);
        try
        {
            await using var mine = await OneAtATimeAsync(say, limit.Token);
            if (!IsInstalled(wanted))
                await InstallAsync(programs.Npm, wanted, say, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LaunchException($"Azurite was not installed within {InstallLimit.TotalMinutes:0} minutes: npm ci in {Folder} did not end.");
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

    /// <summary>Several test assemblies start at once; the system frees the lock of a process that dies.</summary>
    private static async Task<FileStream> OneAtATimeAsync(Action<string>? say, CancellationToken cancellationToken)
    {
        var path = RepositoryRoot.Combine("artifacts", "azurite-install.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt == 0)
                    say?.Invoke("Waiting for another process that is installing Azurite ...");

                await Task.Delay(LockRetry, cancellationToken);
            }
        }
    }
}
