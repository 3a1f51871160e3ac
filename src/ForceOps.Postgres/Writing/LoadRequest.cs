namespace ForceOps.Postgres.Writing;

/// <summary>What a batch is loaded for.</summary>
/// <param name="Org">Whose.</param>
/// <param name="Book">That the org had when this process last looked.</param>
/// <param name="Needs">Of its operations.</param>
internal readonly record struct LoadRequest(OrgId Org, BookId Book, Needs Needs)
{
    /// <summary>False for a batch that only accepts: it must not wait for the rows that made it late.</summary>
    internal bool Locks { get; init; }

    /// <summary>Whether to look for waiting operations under the tracking ids: only in a book that was seen to have any.</summary>
    internal bool LooksForDelayed { get; init; }

    /// <summary>Delayed operations that the batch is to post.</summary>
    internal required IReadOnlyList<long> Delayed { get; init; }
}
