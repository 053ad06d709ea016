using System.Diagnostics.Metrics;
using Seedance.Functions.Activities;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Telemetry;

/// <summary>
/// What the service counts and measures: the meter <c>Seedance.Functions</c>. Whoever changes a task's record counts it, and only when
/// the change was made, so that activities that run twice and orchestrations that replay count once. Tags have few values: provider,
/// model, code; the client only where an operator asks for it by client.
/// </summary>
public sealed class SeedanceMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Seedance.Functions";

    private readonly Counter<long> _submitted;
    private readonly Counter<long> _ambiguous;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _completed;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _cancelled;
    private readonly Counter<double> _estimated;
    private readonly Counter<double> _charged;
    private readonly Histogram<double> _drift;
    private readonly Histogram<long> _polls;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _timeToStore;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _callbacks;
    private readonly Gauge<double> _budgetUsed;
    private readonly Counter<long> _budgetRefused;
    private readonly Gauge<long> _open;
    private readonly Gauge<long> _paidNotStored;
    private readonly Counter<long> _webhooks;
    private readonly Counter<long> _uploadsRefused;

    /// <summary>Makes the instruments.</summary>
    public SeedanceMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _submitted = meter.CreateCounter<long>("seedance.tasks.submitted", "{task}", "Tasks that a provider has accepted.");
        _ambiguous = meter.CreateCounter<long>("seedance.submits.ambiguous", "{submit}", "Submits whose outcome was not known.");
        _rejected = meter.CreateCounter<long>("seedance.submits.rejected", "{submit}", "Submits that a provider refused, by failure code.");
        _completed = meter.CreateCounter<long>("seedance.tasks.completed", "{task}", "Tasks that ended with a stored video.");
        _failed = meter.CreateCounter<long>("seedance.tasks.failed", "{task}", "Tasks that failed, by failure code.");
        _cancelled = meter.CreateCounter<long>("seedance.tasks.cancelled", "{task}", "Tasks that were cancelled.");
        _estimated = meter.CreateCounter<double>("seedance.credits.estimated", "{credit}", "What accepted tasks were expected to cost at the most.");
        _charged = meter.CreateCounter<double>("seedance.credits.charged", "{credit}", "What ended tasks were charged.");
        _drift = meter.CreateHistogram<double>(
            "seedance.credits.drift", "{credit}", "Difference between estimated, reserved and charged credits of ended tasks.");
        _polls = meter.CreateHistogram<long>("seedance.task.polls", "{poll}", "Looks at the provider that found an ended task.");
        _duration = meter.CreateHistogram<double>("seedance.task.duration", "s", "Time from a task's creation to its end.");
        _timeToStore = meter.CreateHistogram<double>(
            "seedance.video.time_to_store", "s", "Time from when the service learned that a provider had finished until the video was stored.");
        _bytes = meter.CreateCounter<long>("seedance.video.bytes", "By", "Bytes of stored videos.");
        _callbacks = meter.CreateCounter<long>("seedance.callbacks.attempts", "{attempt}", "Attempts to tell callers, by outcome.");
        _budgetUsed = meter.CreateGauge<double>("seedance.budget.used", "1", "Part of a client's credits of the day that is set aside.");
        _budgetRefused = meter.CreateCounter<long>("seedance.budget.refused", "{request}", "Requests that a client's budget did not allow.");
        _open = meter.CreateGauge<long>("seedance.tasks.open", "{task}", "Tasks that have not ended, by age.");
        _paidNotStored = meter.CreateGauge<long>(
            "seedance.tasks.paid_not_stored", "{task}", "Tasks that a provider accepted over an hour ago and whose video is not stored.");
        _webhooks = meter.CreateCounter<long>("seedance.webhooks.received", "{webhook}", "Webhooks of providers, by what came of them.");
        _uploadsRefused = meter.CreateCounter<long>("seedance.uploads.refused", "{upload}", "Uploads that started no task, by reason.");
    }

    /// <summary>A provider's id of the task is in the record, where there was none before.</summary>
    /// <param name="record">The record with the id.</param>
    /// <param name="adopted">True when a webhook named the task, because the submit's own answer was lost.</param>
    public void Submitted(TaskRecord record, bool adopted)
    {
        _submitted.Add(1, [.. Of(record), new("adopted", adopted)]);
        if ((record.Estimate?.To ?? record.Estimate?.From) is { } credits) _estimated.Add((double)credits, OfClient(record));
    }

    /// <summary>The record says that the outcome of a submit is unknown, and did not before.</summary>
    public void Ambiguous(TaskRecord record) => _ambiguous.Add(1, Of(record));

    /// <summary>The record says that the provider refused the submit, and did not before.</summary>
    public void Rejected(TaskRecord record)
        => _rejected.Add(1, new("provider", record.Request.Provider), new("code", record.Failure?.Code));

    /// <summary>The task has just ended: all that is counted and measured of a whole task.</summary>
    public void Ended(TaskRecord record)
    {
        switch (record.State)
        {
            case TaskState.Completed:
                _completed.Add(1, [.. Of(record), new("woken_by", record.WokenBy)]);
                break;
            case TaskState.Failed:
                _failed.Add(1, [.. Of(record), new("code", record.Failure?.Code)]);
                break;
            default:
                _cancelled.Add(1, Of(record));
                break;
        }
        var ended = TaskEnd.Of(record);
        _duration.Record(ended.Duration.TotalSeconds, [.. Of(record), new("state", record.State.Word())]);
        if (record.ProviderTaskId is not null) _polls.Record(record.Polls, new KeyValuePair<string, object?>("provider", record.Request.Provider));
        if (ended.TimeToStore is { } toStore)
        {
            _timeToStore.Record(toStore.TotalSeconds, new KeyValuePair<string, object?>("provider", record.Request.Provider));
        }
        if (record.CreditsCharged is { } charged) _charged.Add((double)charged, OfClient(record));
        foreach (var drift in CreditDrift.Of(record))
        {
            _drift.Record(
                (double)drift.Credits,
                [.. Of(record), new("between", drift.Between), new("pricing_version", record.Estimate?.PricingVersion)]);
        }
        Stored(record);
    }

    /// <summary>The record has just got its video.</summary>
    public void Stored(TaskRecord record)
    {
        if (record.Video is { } video) _bytes.Add(video.Bytes + record.MoreVideos.Sum(more => more.Bytes), Of(record));
    }

    /// <summary>One attempt to tell a caller: <c>delivered</c>, <c>try_again</c> or <c>given_up</c>.</summary>
    /// <param name="kind">What follows from it.</param>
    /// <param name="isLast">True when there is no other after it.</param>
    public void CallbackAttempted(DeliveryKind kind, bool isLast)
        => _callbacks.Add(1, new KeyValuePair<string, object?>("outcome", kind switch
        {
            DeliveryKind.Delivered => "delivered",
            DeliveryKind.TryAgain when !isLast => "try_again",
            _ => "given_up",
        }));

    /// <summary>Credits were set aside or given back.</summary>
    /// <param name="client">Whose they are.</param>
    /// <param name="used">All that is set aside of the day, in credits.</param>
    /// <param name="daily">The client's credits of a day.</param>
    public void BudgetUsed(string client, decimal used, decimal daily)
        => _budgetUsed.Record(daily > 0 ? (double)(used / daily) : 1, new KeyValuePair<string, object?>("client", client));

    /// <summary>A client's budget did not allow a request.</summary>
    public void BudgetRefused(string client) => _budgetRefused.Add(1, new KeyValuePair<string, object?>("client", client));

    /// <summary>How many tasks have not ended. Every age is recorded each time, so that none keeps an old number.</summary>
    public void Open(TaskAge age, int tasks) => _open.Record(tasks, new KeyValuePair<string, object?>("age", age.Word()));

    /// <summary>How many tasks a provider accepted over an hour ago, and have no stored video.</summary>
    public void PaidNotStored(int tasks) => _paidNotStored.Record(tasks);

    /// <summary>A provider called back.</summary>
    /// <param name="provider">Whoever the address says; a stranger may write anything there, so only known names are kept.</param>
    /// <param name="result"><c>woken</c>, <c>nothing_woken</c>, <c>forged</c> or <c>too_large</c>.</param>
    public void WebhookReceived(string provider, string result)
        => _webhooks.Add(1, new("provider", ProviderNames.IsKnown(provider) ? provider : "unknown"), new("result", result));

    /// <summary>An upload started no task.</summary>
    /// <param name="code">Why, one of a small set of words.</param>
    public void UploadRefused(string code) => _uploadsRefused.Add(1, new KeyValuePair<string, object?>("code", code));

    private static KeyValuePair<string, object?>[] Of(TaskRecord record)
        => [new("provider", record.Request.Provider), new("model", record.Request.Model)];

    private static KeyValuePair<string, object?>[] OfClient(TaskRecord record) => [.. Of(record), new("client", record.Client)];
}
