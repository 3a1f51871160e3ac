using System.Diagnostics;
using ForceOps.Postgres.Telemetry;

namespace ForceOps.Postgres.Writing;

/// <summary>An operation on its way through the writer, and the place where its caller waits.</summary>
internal sealed class PendingOperation(Operation operation)
{
    // The caller goes on inside Complete: whoever completes many sends them elsewhere (Answers), and a lone caller saves a change of threads.
    private readonly TaskCompletionSource<WriteResult> _answer = new();

    private bool _isSettled;

    // Several: the first of them can still turn out to be committed when the second one runs.
    private List<Outcome.Accepted>? _lost;

    internal PendingOperation(DelayedOperation delayed)
        : this(delayed.Operation) => Delayed = delayed;

    internal Operation Operation { get; private set; } = operation;

    /// <summary>When it was accepted earlier and is to be posted now.</summary>
    internal DelayedOperation? Delayed { get; }

    /// <summary>The card dialects have no word for "later", and what was delayed once is tried again by the one who does it.</summary>
    internal bool MayBeDelayed => Delayed is null && Operation.Channel == Channel.Pismo;

    internal Activity? Request { get; } = WriterTelemetry.Request;

    /// <summary>Decided in a transaction that is not committed yet.</summary>
    internal Outcome? Outcome { get; set; }

    /// <summary>
    /// What the caller is told. After a commit whose answer was lost, what the database has under the tracking id may be this very
    /// operation; and a refusal is not final then, since the lost commit may still come through.
    /// </summary>
    internal WriteResult Settled => _lost is null ? WriteResult.Decided(Outcome!) : SettledAfter(_lost);

    internal Task<WriteResult> Answer => _answer.Task;

    /// <summary>Remembers an outcome that is perhaps committed.</summary>
    internal void CommitLost()
    {
        if (Outcome is Outcome.Accepted accepted)
            (_lost ??= []).Add(accepted);
    }

    /// <summary>Its rows stay locked: it is accepted instead, and posted as soon as they are free.</summary>
    internal void Delay() => Operation = Operation with { Delay = TimeSpan.Zero };

    /// <summary>What the caller is told, or is about to be.</summary>
    internal WriteResult Result { get; private set; }

    internal void Settle() => Settle(Settled);

    internal void Tell()
    {
        if (_answer.TrySetResult(Result))
            WriterTelemetry.Answered(Operation, Result);
    }

    internal void Settle(WriteResult result)
    {
        Result = result;
        _isSettled = true;
    }

    /// <summary>Without effect on a caller who has an answer or is about to get one.</summary>
    internal void Complete(WriteResult result)
    {
        if (_isSettled)
            return;
        Settle(result);
        Tell();
    }

    private WriteResult SettledAfter(List<Outcome.Accepted> lost) => Outcome switch
    {
        Outcome.Duplicate duplicate when lost.Find(one => IsOwn(one.Authorization, duplicate.Earlier)) is { } own =>
            WriteResult.Decided(own with { Authorization = own.Authorization with { Id = duplicate.Earlier.Id } }),
        Outcome.Rejected => WriteResult.Refused(WriteRefusal.Unavailable),
        _ => WriteResult.Decided(Outcome!),
    };

    /// <summary>
    /// Whether the stored one is what the lost commit wrote. An id alone does not tell: one that was given out and never committed may be
    /// given out again after a crash. An id of an optimistic transaction is not known before its answer; there everything else must agree.
    /// </summary>
    private static bool IsOwn(Authorization lost, Authorization stored) =>
        (lost.Id == stored.Id || lost.Id < BooksLoader.IdBlock)
        && (lost with { Id = stored.Id, CanceledAmount = stored.CanceledAmount, CanceledFee = stored.CanceledFee }) == stored;
}
