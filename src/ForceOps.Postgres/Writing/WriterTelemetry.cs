using System.Diagnostics;
using System.Diagnostics.Metrics;
using ForceOps.Postgres.Schema;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Reports metrics and traces of the writer. The reports are free while nobody listens: instruments look at one flag, and there
/// are no spans. Metrics carry closed sets of words only; a span names the org; neither a metric nor a span carries anything that
/// a client wrote.
/// </summary>
public static class WriterTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "ForceOps";

    // The boundaries range from less time than a flush of the log takes to more time than a batch waits for a lock.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    };

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);

    private static readonly Counter<long> Operations = Meter.CreateCounter<long>(
        "forceops.operations", "{operation}", "Operations by kind, dialect and outcome; of those that were not accepted, why.");

    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>(
        "forceops.batch.size", "{operation}", "Operations in one batch.");

    private static readonly Histogram<double> BatchDuration = Meter.CreateHistogram(
        "forceops.batch.duration", "s", "From taking a batch to its last answer.", tags: null, Seconds);

    private static readonly Histogram<double> CommitDuration = Meter.CreateHistogram(
        "forceops.commit.duration", "s", "Saving and committing what a batch decided.", tags: null, Seconds);

    private static readonly Counter<long> Reruns = Meter.CreateCounter<long>(
        "forceops.batch.reruns", "{run}", "Batches that ran again because others were faster or held a lock.");

    /// <summary>The activity by which a request is linked to the batch that posts it; null while nobody traces.</summary>
    internal static Activity? Request => Source.HasListeners() ? Activity.Current : null;

    internal static void WatchQueue(Func<int> depth) =>
        Meter.CreateObservableGauge("forceops.queue.depth", depth, "{operation}", "Operations that wait or are in a batch.");

    internal static Activity? StartBatch(OrgId org, IReadOnlyList<PendingOperation> batch)
    {
        BatchSize.Record(batch.Count);
        if (!Source.HasListeners())
            return null;
        // The writer may have begun on a request's thread: a batch belongs to none of its requests.
        Activity.Current = null;
        var span = Source.StartActivity("batch", ActivityKind.Internal, default(ActivityContext),
            links: [.. batch.Select(item => item.Request).OfType<Activity>().Select(item => new ActivityLink(item.Context))]);
        span?.SetTag("forceops.org", org.ToString()).SetTag("forceops.batch.size", batch.Count);
        return span;
    }

    /// <summary>Records a batch and tags its span. The call comes when every operation has its answer.</summary>
    internal static void EndBatch(Activity? span, IReadOnlyList<PendingOperation> batch, TimeSpan elapsed)
    {
        BatchDuration.Record(elapsed.TotalSeconds);
        if (span is not { IsAllDataRequested: true })
            return;
        foreach (var outcome in batch.CountBy(item => OutcomeOf(item.Result), StringComparer.Ordinal))
            span.SetTag($"forceops.outcome.{outcome.Key}", outcome.Value);
    }

    internal static void RunAgain() => Reruns.Add(1);

    internal static void Committed(TimeSpan elapsed) => CommitDuration.Record(elapsed.TotalSeconds);

    internal static void Answered(Operation operation, WriteResult result)
    {
        if (!Operations.Enabled)
            return;
        var tags = new TagList { { "kind", KindOf(operation) }, { "dialect", ColumnText.Of(operation.Channel) },
            { "outcome", OutcomeOf(result) } };
        if (result.Outcome is null)
            tags.Add("error", Enum.GetName(result.Refusal));
        else if ((result.Outcome as Outcome.Rejected ?? (result.Outcome as Outcome.Accepted)?.Denial) is { } rejected)
            tags.Add("error", Enum.GetName(rejected.Error));
        Operations.Add(1, tags);
    }

    private static string OutcomeOf(WriteResult result) => result.Outcome switch
    {
        null => "refused",
        Outcome.Accepted { Denial: not null } => "rejected",
        Outcome.Accepted => "accepted",
        Outcome.Duplicate or Outcome.TakenByDelayed => "duplicate",
        Outcome.Delayed => "delayed",
        Outcome.Rejected => "rejected",
        _ => throw new UnreachableException(),
    };

    private static string KindOf(Operation operation) => operation switch
    {
        Force => "force",
        CancelForce => "cancel_force",
        Transfer => "transfer",
        CancelTransfer => "cancel_transfer",
        HoldFunds => "hold_funds",
        ReleaseHold => "release_hold",
        TransferHold => "transfer_hold",
        CancelHoldTransfer => "cancel_hold_transfer",
        Payment => "payment",
        PaymentTransfer => "payment_transfer",
        CancelPayment => "cancel_payment",
        PreAuthorization => "pre_authorization",
        ConfirmPayment => "confirm_payment",
        _ => throw new UnreachableException(),
    };
}
