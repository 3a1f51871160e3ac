namespace ForceOps.Postgres.Writing;

/// <summary>Holds the limits of the batch writer (<c>ForceOps:Ledger</c>).</summary>
public sealed record WriterOptions
{
    /// <summary>
    /// The largest number of operations in one transaction, 1 to 500. Beyond some hundreds a batch gains nothing more per
    /// operation, and every caller in it waits longer; 500 times the four ids that an operation can use still fit a block of ids.
    /// </summary>
    public int BatchLimit { get; init; } = 256;

    /// <summary>
    /// The largest number of operations that may wait, over all orgs; the caller of one operation more is told to try again
    /// later. Twenty thousand operations are a second or two of work: a longer queue only makes callers time out for operations
    /// that are then posted anyway.
    /// </summary>
    public int QueueLimit { get; init; } = 20_000;

    /// <summary>
    /// The number of transactions at the same time, of different orgs or two of one org. Two transactions keep two cores busy;
    /// more transactions only contend.
    /// </summary>
    public int Writers { get; init; } = 2;

    /// <summary>
    /// The largest number of accounts that the writer caches, so that the next force on a cached account needs one round trip. A
    /// cached account takes a hundred bytes: the default is enough for the hundred thousand accounts of a load test, and takes no
    /// more than a few per cent of the service's memory. With 0 every posting takes two round trips; a distributed database always has 0,
    /// since the ids are known on one of its servers only, so that nothing can be decided beforehand.
    /// </summary>
    public int KnownAccountsMax
    {
        get => IsDistributed ? 0 : field;
        init;
    } = 150_000;

    /// <summary>
    /// The time that a batch waits for a row that another transaction keeps locked. The default is far longer than any batch
    /// takes, and short enough for a caller to wait.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The time after which the callers of a database that does not answer are told so; as long, the fate of a commit whose answer
    /// was lost is looked for. The default is longer than a restart of
    /// PostgreSQL or the pauses of a busy machine, and shorter than the ten seconds after which impatient clients hang up.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The time between acceptance and posting of an operation on a delayed account (<c>ForceOps:Delayed:After</c>). The default
    /// is long enough that a client sees the 202 and asks again before the end, and short enough for a test to wait for it.
    /// </summary>
    public TimeSpan DelayedAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The largest number of requests with many operations (<c>POST /sandbox/postings</c>) at the same time. Each has two connections
    /// of its own, and two of them keep two processors busy: more only take turns.
    /// </summary>
    public int BulkRequestsMax { get; init; } = 4;

    /// <summary>
    /// True when the tables are distributed over several servers (Citus): the ids come from the server that is connected to and the rows
    /// go to another, so that every posting takes two round trips and nothing is known beforehand.
    /// </summary>
    public bool IsDistributed { get; init; }

    /// <summary>True when a force opens an account that does not exist (<c>ForceOps:Accounts:OpenOnFirstUse</c>).</summary>
    public bool OpenOnFirstUse { get; init; } = true;
}

/// <summary>Holds the ledger's outcome, which is durable, or the reason why there is none.</summary>
public readonly record struct WriteResult(Outcome? Outcome, WriteRefusal Refusal)
{
    public static WriteResult Decided(Outcome outcome) => new(outcome, WriteRefusal.None);

    public static WriteResult Refused(WriteRefusal refusal) => new(null, refusal);
}

/// <summary>Lists the reasons why an operation was not decided at all.</summary>
public enum WriteRefusal
{
    None,

    /// <summary>The queue is full; nothing was posted.</summary>
    QueueFull,

    /// <summary>The database cannot be reached. Either nothing was posted, or a retry with the tracking id shows the posting.</summary>
    Unavailable,

    /// <summary>
    /// A row stayed locked by another transaction, and the dialect has no word for "accepted, posted later". Either nothing was
    /// posted, or a retry with the tracking id shows the posting.
    /// </summary>
    Locked,

    /// <summary>The operation met a bug, which is logged; nothing was posted.</summary>
    Failed,
}
