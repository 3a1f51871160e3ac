using System.Net.Sockets;
using Npgsql;

namespace ForceOps.Postgres.Outage;

/// <summary>
/// Asks the database over a connection of its own: those of the pool may all be waiting for the answer that is missing.
/// </summary>
internal sealed class PulseConnection(string connectionString, TimeProvider clock) : IAsyncDisposable
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

    /// <summary>The time that the kept connection has before a fresh one asks too: many times what an answer takes.</summary>
    private static readonly TimeSpan HeadStart = LedgerPulse.AnswerMax / 4;

    private readonly NpgsqlDataSource _kept = Open(connectionString, isKept: true);
    private readonly NpgsqlDataSource _fresh = Open(connectionString, isKept: false);

    /// <summary>
    /// Asks over the connection of the last question and, where that one does not answer at once, over a fresh one. The kept one
    /// alone may have died long ago, and a fresh one alone takes seconds where PostgreSQL asks a directory for every password.
    /// </summary>
    internal async Task<bool> AnswersAsync()
    {
        var kept = AskAsync(_kept);
        await Task.WhenAny(kept, Task.Delay(HeadStart, clock));
        if (kept.IsCompletedSuccessfully && await kept)
            return true;
        var fresh = AskAsync(_fresh);
        return await await Task.WhenAny(kept, fresh) || (await kept | await fresh);
    }

    /// <summary>Writes something; true when it is durable. Who may make no temporary tables learns it from the next posting.</summary>
    internal Task<bool> TryWriteAsync() =>
        RunAsync(_fresh, Trial, error => error.SqlState is PostgresErrorCodes.InsufficientPrivilege);

    public async ValueTask DisposeAsync()
    {
        await _kept.DisposeAsync();
        await _fresh.DisposeAsync();
    }

    private static NpgsqlDataSource Open(string connectionString, bool isKept) => new NpgsqlSlimDataSourceBuilder(
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "forceops pulse",
            Pooling = isKept,
            MaxPoolSize = 1,
            MinPoolSize = 0,
            CommandTimeout = TimeoutSeconds,
            Timeout = TimeoutSeconds,
            Enlist = false,
            IncludeErrorDetail = false,
        }.ConnectionString) { Name = "pulse" }.EnableTransportSecurity().EnableIntegratedSecurity().Build();

    private static Task<bool> AskAsync(NpgsqlDataSource database) =>
        RunAsync(database, "SELECT 1", error => error.SqlState is PostgresErrorCodes.TooManyConnections);

    private static async Task<bool> RunAsync(NpgsqlDataSource database, string sql, Func<PostgresException, bool> isAnswer)
    {
        try
        {
            await using var command = database.CreateCommand(sql);
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
