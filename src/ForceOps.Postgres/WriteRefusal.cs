namespace ForceOps.Postgres;

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
