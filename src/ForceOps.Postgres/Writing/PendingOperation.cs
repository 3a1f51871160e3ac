namespace ForceOps.Postgres.Writing;

/// <summary>An operation on its way through the writer, and the place where its caller waits.</summary>
internal sealed class PendingOperation(Operation operation)
{
    // The caller goes on inside Complete: whoever completes many sends them elsewhere (Answers), and a lone caller saves a change of threads.
    private readonly TaskCompletionSource<WriteResult> _answer = new();

    // Several: the first of them can still turn out to be committed when the second one runs.
    private List<Outcome.Accepted>? _lost;

    internal Operation Operation => operation;

    /// <summary>Decided in a transaction that is not committed yet.</summary>
    internal Outcome? Outcome { get; set; }

    /// <summary>
    /// What the caller is told. After a commit whose answer was lost, what the database has under the tracking id may be this very
    /// operation; and a refusal is not final then, since the lost commit may still come through.
    /// </summary>
    internal WriteResult Settled => (Outcome, _lost) switch
    {
        (Outcome.Duplicate duplicate, { } lost) when lost.Find(one => IsOwn(one.Authorization, duplicate.Earlier)) is { } own =>
            WriteResult.Decided(own with { Authorization = own.Authorization with { Id = duplicate.Earlier.Id } }),
        (Outcome.Rejected, { }) => WriteResult.Refused(WriteRefusal.Unavailable),
        _ => WriteResult.Decided(Outcome!),
    };

    /// <summary>
    /// Whether the stored one is what the lost commit wrote. An id of an optimistic transaction is not known before its answer; there
    /// everything else must agree, the moment and the correlation id too.
    /// </summary>
    private static bool IsOwn(Authorization lost, Authorization stored) =>
        lost.Id == stored.Id
        || (lost.Id < BooksLoader.IdBlock
            && (lost with { Id = stored.Id, CanceledAmount = stored.CanceledAmount, CanceledFee = stored.CanceledFee }) == stored);

    internal Task<WriteResult> Answer => _answer.Task;

    /// <summary>Remembers an outcome that is perhaps committed.</summary>
    internal void CommitLost()
    {
        if (Outcome is Outcome.Accepted accepted)
            (_lost ??= []).Add(accepted);
    }

    internal void Complete(WriteResult result) => _answer.TrySetResult(result);
}
