using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Opens the ledger's database. Reads and writes take no cancellation token, so a caller that hangs up does not end its
/// statement. The reason: the driver cancels through a second connection, which it reads synchronously on the thread that
/// cancels. The command timeout bounds a statement instead.
/// </summary>
public static class LedgerDatabase
{
    /// <summary>
    /// The most connections in the pool. The number is low on purpose: the writers need two, the rest are reads, and PostgreSQL
    /// is fastest with few backends.
    /// </summary>
    private const int PoolSizeMax = 16;

    /// <summary>
    /// The command timeout in seconds: twice the longest lock timeout that can be set, and long enough to open a million
    /// accounts. With a shorter timeout, a wait for a lock would look like a lost connection.
    /// </summary>
    private const int TimeoutSeconds = 120;

    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "forceops",
            MaxPoolSize = PoolSizeMax,
            // The writer's statements are a dozen texts. Each is prepared on its second use, so it is parsed and planned once per
            // connection.
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            Enlist = false,
            CommandTimeout = TimeoutSeconds,
            // An error's detail quotes the whole row, including its metadata, and errors are logged.
            IncludeErrorDetail = false,
        };
        // The data source's metrics carry this name. The default name is the connection string.
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "ledger" }.Build();
    }

    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource database) => options
        // The provider's own strategy wraps a lost connection in an exception that says nothing about the database. Nothing is to
        // be retried here.
        .UseNpgsql(database, npgsql => npgsql.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)))
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
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
