namespace ForceOps.Postgres;

/// <summary>Why a batch could not be written, as far as it matters for what to do next.</summary>
internal enum BatchFailure
{
    /// <summary>Run the same batch again: bounded.</summary>
    RunAgain,

    /// <summary>A row stayed locked; belongs to the operations that need it.</summary>
    Locked,

    /// <summary>An uncommitted transaction of somebody else holds a tracking id or an account that is being opened; any one of the batch may want it.</summary>
    KeyLocked,

    /// <summary>The database cannot be reached or does not work now.</summary>
    Unavailable,

    /// <summary>One of the operations is refused by the database, which the rules should have done: a bug, kept away from its neighbours.</summary>
    Operation,
}
