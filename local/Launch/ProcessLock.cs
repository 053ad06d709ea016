namespace Seedance.Launch;

/// <summary>One process at a time, as several test assemblies start at once. The system frees the lock of a process that dies.</summary>
internal sealed class ProcessLock : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    public static async Task<ProcessLock> TakeAsync(string name, Action? onWait, CancellationToken cancellationToken)
    {
        var path = RepositoryRoot.Combine("artifacts", $"{name}.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new ProcessLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt == 0) onWait?.Invoke();

                await Task.Delay(Retry, cancellationToken);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
