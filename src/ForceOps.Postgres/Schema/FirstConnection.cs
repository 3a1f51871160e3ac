using System.Net.Sockets;
using ForceOps.Postgres.Embedded;
using Npgsql;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Opens the first connection of a process. It waits for a server that is not up yet, since services and their database are often
/// started together.
/// </summary>
public sealed class FirstConnection(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The pause between two tries: short beside the time in which a server starts.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The time between two calls of <c>say</c>: often enough to see that the process is alive.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>Waits until the server answers. A database that does not exist counts as an answer: the migrator creates it.</summary>
    /// <param name="patience">The time after which the failure of the last try is thrown.</param>
    /// <param name="say">The callback that gets the failure and the time that is left, at first and then every few seconds.</param>
    /// <exception cref="NpgsqlException">The server does not answer in time, or refuses the connection.</exception>
    /// <exception cref="PostgresTooOldException">The server's version is older than the ledger's SQL needs.</exception>
    public async Task WaitAsync(TimeSpan patience, Action<Exception, TimeSpan> say, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        TimeSpan? said = null;
        while (true)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancel);
                if (connection.PostgreSqlVersion.Major < PostgresBinaries.OldestMajor)
                    throw new PostgresTooOldException(connection.PostgreSqlVersion);
                return;
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidCatalogName)
            {
                return;
            }
            catch (NpgsqlException error) when (MayPass(error) && clock.GetElapsedTime(began) < patience)
            {
                var waited = clock.GetElapsedTime(began);
                if (said is null || waited - said > Silence)
                {
                    said = waited;
                    say(error, patience - waited);
                }
            }
            await Task.Delay(Pause, clock, cancel);
        }
    }

    /// <summary>True for failures of the network and of a server that starts or is full; false for a wrong password.</summary>
    private static bool MayPass(NpgsqlException error) => error is PostgresException answer
        ? answer.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections
        : error.InnerException is SocketException or TimeoutException or IOException;
}

/// <summary>Reports a server whose version is older than the ledger's SQL needs.</summary>
public sealed class PostgresTooOldException(Version version)
    : Exception($"has version {version.Major}.{version.Minor}; {PostgresBinaries.OldestMajor} or newer is needed");
