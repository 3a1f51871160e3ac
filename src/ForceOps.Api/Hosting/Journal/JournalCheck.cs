namespace ForceOps.Api.Hosting.Journal;

/// <summary>Which check refused a request, in about the order in which they are made.</summary>
internal enum JournalCheck
{
    /// <summary>No route has the path.</summary>
    Route,

    /// <summary>The route does not take the method.</summary>
    Method,

    /// <summary>Token or signature.</summary>
    Authentication,

    /// <summary>The caller is known and may not reach this org, account or scope.</summary>
    Reach,

    Tenant,
    MediaType,
    Size,
    Json,
    Fields,

    /// <summary>The tracking id is in use.</summary>
    TrackingId,

    Ledger,

    /// <summary>Nothing by that id, found before the ledger was asked.</summary>
    Lookup,

    /// <summary>The queue of operations is full.</summary>
    Queue,

    /// <summary>The database cannot be reached, or a row stayed locked.</summary>
    Database,

    /// <summary>A bug of ours.</summary>
    Failure,
}
