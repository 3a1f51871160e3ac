using System.Net.Sockets;
using Npgsql;

namespace ForceOps.Postgres.Outage;

/// <summary>
/// Asks the database over a connection of its own: those of the pool may all be waiting for the answer that is missing.
/// </summary>
internal sealed class PulseConnection(string connectionString) : IAsyncDisposable
{
    /// <summary>
    /// The time for one question, in seconds. After it the connection is given up, since a connection can be dead while the
    /// database is not.
    /// </summary>
    private const int TimeoutSeconds = 5;

    /// <summary>
    /// Writes as a posting does: it extends a file (a quarter of a megabyte, which a disk with a last free page does not have),
    /// changes the catalog and flushes the log with its commit. It leaves nothing behind.
    /// </summary>
    private const string Trial =
        """
        SELECT set_config('synchronous_commit', 'on', true);
        CREATE TEMP TABLE forceops_trial ON COMMIT DROP AS SELECT repeat('x', 1000) AS filler FROM generate_series(1, 256)
        """;

    private readonly NpgsqlDataSource _database = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "forceops pulse",
        // One for the question, one for the trial.
        MaxPoolSize = 2,
        MinPoolSize = 0,
        CommandTimeout = TimeoutSeconds,
        Timeout = TimeoutSeconds,
        Enlist = false,
        IncludeErrorDetail = false,
    }.ConnectionString) { Name = "pulse" }.Build();

    internal async Task<bool> AnswersAsync() =>
        // The idle connection may have died long ago; the second try opens another one.
        await RunAsync("SELECT 1", error => error.SqlState is PostgresErrorCodes.TooManyConnections)
        || await RunAsync("SELECT 1", error => error.SqlState is PostgresErrorCodes.TooManyConnections);

    /// <summary>Writes something; true when it is durable. Who may make no temporary tables learns it from the next posting.</summary>
    internal Task<bool> TryWriteAsync() => RunAsync(Trial, error => error.SqlState is PostgresErrorCodes.InsufficientPrivilege);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<bool> RunAsync(string sql, Func<PostgresException, bool> isAnswer)
    {
        try
        {
            await using var command = _database.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (PostgresException error) when (isAnswer(error))
        {
            return true;
        }
        catch (Exception error)
            when (error is NpgsqlException or ObjectDisposedException or TimeoutException or IOException or SocketException)
        {
            return false;
        }
    }
}
