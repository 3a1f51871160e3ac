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
