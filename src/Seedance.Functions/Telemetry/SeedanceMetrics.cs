using System.Diagnostics.Metrics;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Telemetry;

/// <summary>
/// The meter <c>Seedance.Functions</c>. A change of a task's record is counted where it was made, so that activities that run twice
/// and orchestrations that replay count once. Tags have few values: provider, model, code; the client only where operators ask for it.
/// </summary>
public sealed class SeedanceMetrics(Meter meter)
{
    public const string MeterName = "Seedance.Functions";

    private static readonly (string Word, TimeSpan Under)[] Ages =
    [
        ("under_10m", TimeSpan.FromMinutes(10)), ("10m_to_1h", TimeSpan.FromHours(1)), ("1h_to_24h", TimeSpan.FromDays(1)),
        ("over_24h", TimeSpan.MaxValue),
    ];

    private readonly Counter<long> _submitted
        = meter.CreateCounter<long>("seedance.tasks.submitted", "{task}", "Tasks that a provider has accepted.");
    private readonly Counter<long> _ambiguous
        = meter.CreateCounter<long>("seedance.submits.ambiguous", "{submit}", "Submits whose outcome was not known.");
    private readonly Counter<long> _rejected
        = meter.CreateCounter<long>("seedance.submits.rejected", "{submit}", "Submits that a provider refused, by failure code.");
    private readonly Counter<long> _completed
        = meter.CreateCounter<long>("seedance.tasks.completed", "{task}", "Tasks that ended with a stored video.");
    private readonly Counter<long> _failed = meter.CreateCounter<long>("seedance.tasks.failed", "{task}", "Failed tasks, by failure code.");
    private readonly Counter<long> _cancelled = meter.CreateCounter<long>("seedance.tasks.cancelled", "{task}", "Cancelled tasks.");
    private readonly Counter<double> _estimated
        = meter.CreateCounter<double>("seedance.credits.estimated", "{credit}", "Highest expected cost of accepted tasks.");
    private readonly Counter<double> _charged
        = meter.CreateCounter<double>("seedance.credits.charged", "{credit}", "What ended tasks were charged.");
    private readonly Histogram<double> _drift = meter.CreateHistogram<double>(
        "seedance.credits.drift", "{credit}", "Difference between estimated, reserved and charged credits of ended tasks.");
    private readonly Histogram<long> _polls = meter.CreateHistogram<long>("seedance.task.polls", "{poll}", "Polls of an ended task.");
    private readonly Histogram<double> _duration
        = meter.CreateHistogram<double>("seedance.task.duration", "s", "Time from a task's creation to its end.");
    private readonly Histogram<double> _timeToStore = meter.CreateHistogram<double>(
        "seedance.video.time_to_store", "s", "Time from when the service learned that a provider had finished until the video was stored.");
    private readonly Counter<long> _bytes = meter.CreateCounter<long>("seedance.video.bytes", "By", "Bytes of stored videos.");
    private readonly Counter<long> _callbacks
        = meter.CreateCounter<long>("seedance.callbacks.attempts", "{attempt}", "Attempts to deliver callbacks, by outcome.");
    private readonly Gauge<double> _budgetUsed
        = meter.CreateGauge<double>("seedance.budget.used", "1", "Part of a client's budget of the day that is reserved.");
    private readonly Counter<long> _budgetRefused
        = meter.CreateCounter<long>("seedance.budget.refused", "{request}", "Requests that a client's budget did not allow.");
    private readonly Gauge<long> _open = meter.CreateGauge<long>("seedance.tasks.open", "{task}", "Tasks that have not ended, by age.");
    private readonly Gauge<long> _paidNotStored = meter.CreateGauge<long>(
        "seedance.tasks.paid_not_stored", "{task}", "Tasks that a provider accepted over an hour ago and whose video is not stored.");
    private readonly Counter<long> _webhooks
        = meter.CreateCounter<long>("seedance.webhooks.received", "{webhook}", "Webhooks of providers, by result.");
    private readonly Counter<long> _uploadsRefused
        = meter.CreateCounter<long>("seedance.uploads.refused", "{upload}", "Uploads that started no task, by reason.");

    public SeedanceMetrics(IMeterFactory meters)
        : this(meters.Create(MeterName))
    {
    }

    /// <summary>The record has just got its provider's task id.</summary>
    /// <param name="adopted">True when a webhook named the task, because the response to the submit was lost.</param>
    public void Submitted(TaskRecord record, bool adopted)
    {
        _submitted.Add(1, [.. TagsOf(record), new("adopted", adopted)]);
        if ((record.Estimate?.To ?? record.Estimate?.From) is { } credits) _estimated.Add((double)credits, WithClient(record));
    }

    /// <summary>The record has just been marked as a submit of unknown outcome.</summary>
    public void Ambiguous(TaskRecord record) => _ambiguous.Add(1, TagsOf(record));

    /// <summary>The record has just been marked as refused by the provider.</summary>
    public void Rejected(TaskRecord record)
        => _rejected.Add(1, new("provider", record.Request.Provider), new("code", record.Failure?.Code));

    /// <summary>The task has just ended.</summary>
    public void Ended(TaskRecord record)
    {
        var provider = Tag("provider", record.Request.Provider);
        if (record.State == TaskState.Completed) _completed.Add(1, [.. TagsOf(record), new("woken_by", record.WokenBy)]);
        else if (record.State == TaskState.Failed) _failed.Add(1, [.. TagsOf(record), new("code", record.Failure?.Code)]);
        else _cancelled.Add(1, TagsOf(record));
        _duration.Record(TaskLog.DurationOf(record).TotalSeconds, [.. TagsOf(record), new("state", record.State.Word())]);
        if (record.ProviderTaskId is not null) _polls.Record(record.Polls, provider);
        if (TaskLog.TimeToStoreOf(record) is { } toStore) _timeToStore.Record(toStore.TotalSeconds, provider);
        if (record.CreditsCharged is { } charged) _charged.Add((double)charged, WithClient(record));
        foreach (var (between, credits) in DriftOf(record))
        {
            _drift.Record(
                (double)credits, [.. TagsOf(record), new("between", between), new("pricing_version", record.Estimate?.PricingVersion)]);
        }
        Stored(record);
    }

    /// <summary>The record has just got its video.</summary>
    public void Stored(TaskRecord record)
    {
        if (record.Video is { } video) _bytes.Add(video.Bytes + record.MoreVideos.Sum(more => more.Bytes), TagsOf(record));
    }

    /// <param name="outcome"><c>delivered</c>, <c>try_again</c> or <c>given_up</c>.</param>
    public void CallbackAttempted(string outcome) => _callbacks.Add(1, Tag("outcome", outcome));

    /// <summary>A client's budget of the day has changed.</summary>
    /// <param name="used">All that is reserved of the day.</param>
    /// <param name="daily">The client's budget of a day.</param>
    public void BudgetUsed(string client, decimal used, decimal daily)
        => _budgetUsed.Record(daily > 0 ? (double)(used / daily) : 1, Tag("client", client));

    public void BudgetRefused(string client) => _budgetRefused.Add(1, Tag("client", client));

    /// <summary>Counts the open tasks by age. Every group is recorded each time, so that none keeps an old number.</summary>
    /// <param name="ages">The age of every task that has not ended.</param>
    public void Open(IReadOnlyCollection<TimeSpan> ages)
    {
        var from = TimeSpan.MinValue;
        foreach (var (word, under) in Ages)
        {
            _open.Record(ages.Count(age => age >= from && age < under), Tag("age", word));
            from = under;
        }
    }

    /// <param name="tasks">Tasks that a provider accepted over an hour ago and whose video is not stored.</param>
    public void PaidNotStored(int tasks) => _paidNotStored.Record(tasks);

    /// <param name="provider">From the request's path, where a stranger may write anything: only known names become tags.</param>
    /// <param name="result"><c>woken</c>, <c>nothing_woken</c> or <c>forged</c>.</param>
    public void WebhookReceived(string provider, string result)
        => _webhooks.Add(1, new("provider", ProviderNames.IsKnown(provider) ? provider : "unknown"), new("result", result));

    /// <param name="code">Why the upload started no task, one of few words.</param>
    public void UploadRefused(string code) => _uploadsRefused.Add(1, Tag("code", code));

    // Drift means that a price table is out of date.
    private static IEnumerable<(string Between, decimal Credits)> DriftOf(TaskRecord record)
    {
        var (reserved, charged) = (record.CreditsReserved, record.CreditsCharged);
        if (reserved is { } held && record.Estimate?.DistanceTo(held) is { } drift) yield return ("estimate and reserved", drift);
        // That a failed task was not charged says nothing about prices.
        if (charged is not { } paid || (paid == 0 && record.State != TaskState.Completed)) yield break;
        if (record.Estimate?.DistanceTo(paid) is { } fromCharged) yield return ("estimate and charged", fromCharged);
        if (reserved is not null) yield return ("reserved and charged", paid - reserved.Value);
    }

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);

    private static KeyValuePair<string, object?>[] TagsOf(TaskRecord record)
        => [new("provider", record.Request.Provider), new("model", record.Request.Model)];

    private static KeyValuePair<string, object?>[] WithClient(TaskRecord record) => [.. TagsOf(record), new("client", record.Client)];
}
