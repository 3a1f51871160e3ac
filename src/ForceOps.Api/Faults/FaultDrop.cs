namespace ForceOps.Api.Faults;

/// <summary>When the connection ends without an answer.</summary>
internal enum FaultDrop
{
    /// <summary>Nothing is done.</summary>
    BeforeCommit,

    /// <summary>The request is processed as ever, and what it posts is committed.</summary>
    AfterCommit,
}
