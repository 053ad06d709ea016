namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Delivers activities as a test says: once, twice, or twice at the same time.</summary>
internal sealed class ActivityDeliveries
{
    private readonly Dictionary<int, DeliveryFate> _fates = [];
    private int _deliveries;
    private DeliveryFate _fate;
    private Func<Task>? _overtaker;

    public DeliveryFate Usually { get; set; } = DeliveryFate.Once;
    public Action OnFailure { get; set; } = () => { };

    /// <summary>Says how an activity that is to come is delivered; 0 is the next one.</summary>
    public void Plan(DeliveryFate fate, int skip) => _fates[_deliveries + skip] = fate;

    public async Task<T> RunAsync<T>(Func<Task<T>> activity)
    {
        try
        {
            return await DeliverAsync(activity, _fates.GetValueOrDefault(_deliveries++, Usually));
        }
        catch
        {
            OnFailure();
            throw;
        }
    }

    /// <summary>Lets a second delivery of the running activity go first, if that was planned for this point.</summary>
    public async Task OvertakeAsync(DeliveryFate point)
    {
        if (point != _fate || _overtaker is not { } overtaker) return;
        _overtaker = null;
        await overtaker();
    }

    private async Task<T> DeliverAsync<T>(Func<Task<T>> activity, DeliveryFate fate)
    {
        Task<T>? overtaking = null;
        _fate = fate;
        _overtaker = async () => await EndOf(overtaking = activity());
        var first = activity();
        await EndOf(first);
        _overtaker = null;
        if (overtaking is not null) return await overtaking;
        // A first delivery that fails is not repeated: its failure is the result.
        var repeats = fate is DeliveryFate.ResultLost || (fate is DeliveryFate.Repeated && !first.IsFaulted);
        if (!repeats) return await first;
        var second = activity();
        await EndOf(second);
        return await (fate is DeliveryFate.Repeated ? first : second);
    }

    private static async Task EndOf(Task activity) => await activity.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

/// <summary>
/// How an activity is delivered: at least once, as the durable engine promises, and no better. Repeated: twice, and the first result
/// counts. ResultLost: twice, since the first result was lost. Overtaken: a second run takes place, and counts, while the first is about
/// to write a record, talks to the provider, or is about to write a video.
/// </summary>
internal enum DeliveryFate { Once, Repeated, ResultLost, OvertakenAtRecord, OvertakenAtProvider, OvertakenAtVideo }
