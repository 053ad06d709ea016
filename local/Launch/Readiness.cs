namespace Seedance.Launch;

/// <summary>Starts a process and waits until a line of its output tells that it is ready, it ends, or it takes too long.</summary>
internal static class Readiness
{
    public static async Task<(ChildProcess Process, string Found)> StartAsync(
        ChildProcessStart start, Func<string, string?> find, TimeSpan limit, CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = ChildProcess.Start(start with
        {
            OnLine = line =>
            {
                start.OnLine?.Invoke(line);
                if (find(line) is { } found)
                    ready.TrySetResult(found);
            },
        });

        try
        {
            var first = await Task.WhenAny(ready.Task, process.Exited).WaitAsync(limit, cancellationToken);
            if (first == ready.Task)
                return (process, await ready.Task);

            // Its last words may still be in the pipe.
            var code = await process.WaitForExitAsync(cancellationToken);
            throw new LaunchException($"{start.Name} ended with exit code {code} before it was ready.{Environment.NewLine}{process.Tail}");
        }
        catch (TimeoutException)
        {
            await process.DisposeAsync();
            throw new LaunchException($"{start.Name} was not ready within {limit.TotalSeconds:0} s.{Environment.NewLine}{process.Tail}");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}
