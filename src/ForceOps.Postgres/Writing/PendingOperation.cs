namespace ForceOps.Postgres.Writing;

/// <summary>An operation on its way through the writer, and the place where its caller waits.</summary>
internal sealed class PendingOperation(Operation operation)
{
    // Continuations elsewhere: a caller's work must not run on the writer between two batches.
    private readonly TaskCompletionSource<WriteResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Operation Operation => operation;

    /// <summary>Decided in a transaction that is not committed yet.</summary>
    internal Outcome? Outcome { get; set; }

    internal Task<WriteResult> Answer => _answer.Task;

    internal void Complete(WriteResult result) => _answer.TrySetResult(result);
}
