namespace ForceOps.Postgres.Writing;

/// <summary>An operation on its way through the writer, and the place where its caller waits.</summary>
internal sealed class PendingOperation(Operation operation)
{
    // Continuations elsewhere: a caller's work must not run on the writer between two batches.
    private readonly TaskCompletionSource<WriteResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Several: the first of them can still turn out to be committed when the second one runs.
    private List<Outcome.Accepted>? _lost;

    internal Operation Operation => operation;

    /// <summary>Decided in a transaction that is not committed yet.</summary>
    internal Outcome? Outcome { get; set; }

    /// <summary>The outcome for the caller: what the database has as an earlier operation may be this one, whose commit was not answered.</summary>
    internal Outcome Settled =>
        Outcome is Outcome.Duplicate duplicate && _lost?.Find(lost => lost.Authorization.Id == duplicate.Earlier.Id) is { } own ? own : Outcome!;

    internal Task<WriteResult> Answer => _answer.Task;

    /// <summary>Remembers an outcome that is perhaps committed.</summary>
    internal void CommitLost()
    {
        if (Outcome is Outcome.Accepted accepted)
            (_lost ??= []).Add(accepted);
    }

    internal void Complete(WriteResult result) => _answer.TrySetResult(result);
}
