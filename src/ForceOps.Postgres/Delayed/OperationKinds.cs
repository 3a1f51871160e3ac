namespace ForceOps.Postgres.Delayed;

/// <summary>The names of operations in the tables and in the sandbox's list.</summary>
internal static class OperationKinds
{
    internal const string Force = "force";
    internal const string CancelForce = "cancel_force";
    internal const string Transfer = "transfer";
    internal const string CancelTransfer = "cancel_transfer";

    internal static string Of(Operation operation) => operation switch
    {
        ForceOps.Force => Force,
        ForceOps.CancelForce => CancelForce,
        ForceOps.Transfer => Transfer,
        ForceOps.CancelTransfer => CancelTransfer,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
