namespace ForceOps.Postgres.Writing;

/// <summary>Limits of the batch writer (<c>ForceOps:Ledger</c>).</summary>
public sealed record WriterOptions
{
    /// <summary>
    /// Operations in one transaction, 1 to 500. Beyond some hundreds a batch gains nothing more per operation and every caller in it
    /// waits longer; 500 times the four ids that an operation can use still fit a block of ids.
    /// </summary>
    public int BatchLimit { get; init; } = 256;

    /// <summary>
    /// Operations that may wait, over all orgs; one more is told to try again later. Twenty thousand are a second or two of work: a
    /// longer queue only makes callers time out for operations that then post anyway.
    /// </summary>
    public int QueueLimit { get; init; } = 20_000;

    /// <summary>Transactions at the same time, of different orgs or two of one org. Two cores are busy with two; more only contend.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>
    /// Accounts that the writer remembers, so that their next force needs one round trip. A hundred bytes each: the default is what a
    /// load test's hundred thousand need, and no more than a few per cent of the service's memory. 0: every posting takes two.
    /// </summary>
    public int KnownAccountsMax { get; init; } = 150_000;

    /// <summary>How long a batch waits for a row that somebody else keeps locked. Far longer than any batch takes, short enough for a caller to wait.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to look for the fate of a commit whose answer was lost: a crashed PostgreSQL recovers in this time.</summary>
    public TimeSpan CommitLookupTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How much later an operation on a delayed account is posted (<c>ForceOps:Delayed:After</c>). Long enough that a client sees the
    /// 202 and asks again before the end, short enough for a test to wait for it.
    /// </summary>
    public TimeSpan DelayedAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a force opens an account that does not exist (<c>ForceOps:Accounts:OpenOnFirstUse</c>).</summary>
    public bool OpenOnFirstUse { get; init; } = true;
}

/// <summary>The ledger's outcome, durable; or why there is none.</summary>
public readonly record struct WriteResult(Outcome? Outcome, WriteRefusal Refusal)
{
    public static WriteResult Decided(Outcome outcome) => new(outcome, WriteRefusal.None);

    public static WriteResult Refused(WriteRefusal refusal) => new(null, refusal);
}

/// <summary>Why an operation was not decided at all.</summary>
public enum WriteRefusal
{
    None,

    /// <summary>The queue is full; nothing was posted.</summary>
    QueueFull,

    /// <summary>The database cannot be reached. Nothing was posted, or the tracking id will tell.</summary>
    Unavailable,

    /// <summary>A row stayed locked by somebody else, and the dialect has no word for "accepted, posted later". Nothing was posted, or the tracking id will tell.</summary>
    Locked,

    /// <summary>A bug, which is logged; nothing was posted.</summary>
    Failed,
}
