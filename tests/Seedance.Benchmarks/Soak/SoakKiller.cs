namespace Seedance.Benchmarks.Soak;

/// <summary>Kills the app at random moments, now and then while it starts, and starts it again.</summary>
internal sealed class SoakKiller(AppProcess app, Random random)
{
    public int Kills { get; private set; }

    public int Restarts { get; private set; }

    public async Task RunAsync(CancellationToken enough)
    {
        while (true)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(3 + (random.NextDouble() * 12)), enough);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await app.KillAsync();
            Kills++;
            while (!await RestartedAsync(hurried: random.Next(4) == 0)) Kills++;
            Restarts++;
        }
    }

    private async Task<bool> RestartedAsync(bool hurried)
    {
        using var dying = new CancellationTokenSource();
        if (hurried) dying.CancelAfter(TimeSpan.FromSeconds(random.NextDouble() * 2));
        try
        {
            await app.RestartAsync(cancellationToken: dying.Token);
            return true;
        }
        catch (Exception) when (dying.IsCancellationRequested)
        {
            return false;
        }
    }
}
