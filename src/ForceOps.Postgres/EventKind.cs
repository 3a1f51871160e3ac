namespace ForceOps.Postgres;

/// <summary>What can be told about a posting.</summary>
public enum EventKind
{
    /// <summary>A force, or one side of a transfer.</summary>
    AuthorizationCreated,

    /// <summary>A cancellation of either.</summary>
    AuthorizationCanceled,

    /// <summary>A delayed operation that was refused in the end.</summary>
    AuthorizationDenied,

    /// <summary>One movement as one account of a customer or merchant feels it.</summary>
    BalanceChanged,
}
