using Npgsql;

namespace ForceOps.Postgres;

/// <summary>The one map from what PostgreSQL says to what the writer does. By SQLSTATE and constraint name, never by text.</summary>
internal static class PostgresErrors
{
    /// <summary>What was loaded of an account is no longer so: a division by zero in <see cref="Writing.SaveStatements"/>. What was only believed is a serialization failure (take_ids).</summary>
    private const string CompareAndSwapFailed = PostgresErrorCodes.DivisionByZero;

    internal static BatchFailure Classify(PostgresException error) => error switch
    {
        // Somebody else was faster; what they did is visible to the next run.
        { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or CompareAndSwapFailed } => BatchFailure.RunAgain,
        { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "authorizations_tracking_id" or "accounts_pkey" or "delayed_operations_tracking_id" } => BatchFailure.RunAgain,
        { SqlState: PostgresErrorCodes.LockNotAvailable } => BatchFailure.Locked,
        // The session is gone, whatever ended it: a timeout of the database's own for example.
        { InvariantSeverity: "FATAL" or "PANIC" } => BatchFailure.Unavailable,
        // A standby after a failover, or a server that was made read-only.
        { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => BatchFailure.Unavailable,
        // Shutdown, crash recovery, too many connections, full disk: nobody's operation is at fault.
        { SqlState: [ '0', '8', .. ] or [ '5', '3', .. ] or [ '5', '7', .. ] or [ '5', '8', .. ] } => BatchFailure.Unavailable,
        _ => BatchFailure.Operation,
    };
}
