namespace ForceOps.Postgres.Writing;

/// <summary>How often and how long the writer tries, where no setting says so.</summary>
internal static class Patience
{
    /// <summary>
    /// A rerun is needed once per other process that was faster with the same row. Ten in a row do not happen by chance: then something
    /// else is wrong, and the caller's retry with the same tracking id is safe.
    /// </summary>
    internal const int RunsMax = 10;

    /// <summary>
    /// A connection that rested longer may have died meanwhile. The ordinary way finds that out before it sends anything that could be
    /// durable; the optimistic way could only wait for the database and look. Ten postings a second never rest so long.
    /// </summary>
    internal static readonly TimeSpan RestMax = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long to look for the fate of an optimistic transaction. Its message may have gone into a connection that was dead already, which
    /// looks the same: whoever finds no database is told so soon, and the tracking id will tell him the rest.
    /// </summary>
    internal static readonly TimeSpan OptimisticLookupMax = TimeSpan.FromSeconds(1);

    /// <summary>For a further wait, after the first one was in vain: a tenth is still many times what a batch of another process takes.</summary>
    internal static TimeSpan Further(TimeSpan lockTimeout) => lockTimeout / 10;
}
