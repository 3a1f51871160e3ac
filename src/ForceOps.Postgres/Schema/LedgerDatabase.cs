using ForceOps.Postgres.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Opens the ledger's database. Reads and writes take no cancellation token: a caller that hangs up does not end its statement, since the driver
/// cancels by a second connection that it reads synchronously, on whatever thread cancels; the command timeout bounds a statement.
/// </summary>
public static class LedgerDatabase
{
    /// <summary>Few connections on purpose: the writers need two, the rest are reads, and PostgreSQL is fastest with few backends.</summary>
    private const int PoolSizeMax = 16;

    /// <summary>Twice the longest lock timeout that can be set, and long enough to open a million accounts: below it, a wait would look like a lost connection.</summary>
    private const int TimeoutSeconds = 120;

    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "forceops",
            MaxPoolSize = PoolSizeMax,
            // The writer's statements are a dozen texts: prepared on second use, they are parsed and planned once a connection.
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            Enlist = false,
            CommandTimeout = TimeoutSeconds,
            // An error's detail quotes the row, metadata and all, and errors are logged.
            IncludeErrorDetail = false,
        };
        // Its metrics bear this name; the default is the connection string.
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "ledger" }.Build();
    }

    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource database) => options
        // The provider's own strategy wraps a lost connection in an exception that says nothing of the database; nothing is to be retried here.
        .UseNpgsql(database, npgsql => npgsql.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)))
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        // Migrations are hand-written SQL without EF's model snapshot; a test compares the model with the live catalog instead.
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
}

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

/// <summary>Whether the database answers now.</summary>
public sealed class LedgerPulse(NpgsqlDataSource database)
{
    public async Task<bool> IsAliveAsync()
    {
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync();
            return true;
        }
        catch (Exception error) when (error is NpgsqlException or ObjectDisposedException)
        {
            return false;
        }
    }
}
