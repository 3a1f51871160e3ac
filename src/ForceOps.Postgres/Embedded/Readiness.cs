using System.Net.Sockets;
using Npgsql;

namespace ForceOps.Postgres.Embedded;

/// <summary>Waits until the server accepts connections to the ledger's database, and makes that database the first time.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // A server that recovers answers "starting up" as long as it takes; one that does not even listen is stuck.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(60);

    /// <summary>False when the server ended before it was ready.</summary>
    public static async Task<bool> WaitAsync(
        ServerProcess server, ServerEndpoint endpoint, string password, CancellationToken cancellation)
    {
        long silentSince = TimeProvider.System.GetTimestamp();
        while (!server.HasExited)
        {
            try
            {
                await ConnectAsync(endpoint, password, ServerEndpoint.Database, command: null, cancellation);
                return true;
            }
            catch (PostgresException answer) when (Is(answer, PostgresErrorCodes.InvalidCatalogName))
            {
                await ConnectAsync(
                    endpoint, password, "postgres", $"CREATE DATABASE {ServerEndpoint.Database}", cancellation);
            }
            catch (PostgresException answer) when (Is(answer, PostgresErrorCodes.CannotConnectNow))
            {
                silentSince = TimeProvider.System.GetTimestamp();
            }
            catch (PostgresException answer) when (Is(answer, PostgresErrorCodes.InvalidPassword))
            {
                throw new EmbeddedPostgresException(
                    "The password file in the data folder is not the one that these data were created with.", answer);
            }
            catch (NpgsqlException silence) when (silence.InnerException is SocketException or IOException or TimeoutException)
            {
                if (TimeProvider.System.GetElapsedTime(silentSince) > SilenceLimit)
                {
                    throw new EmbeddedPostgresException(
                        $"PostgreSQL runs, but accepts no connection. The end of its log:\n{server.LastLogLines()}", silence);
                }
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }

        return false;
    }

    private static bool Is(PostgresException answer, string state) =>
        string.Equals(answer.SqlState, state, StringComparison.Ordinal);

    private static async Task ConnectAsync(
        ServerEndpoint endpoint, string password, string database, string? command, CancellationToken cancellation)
    {
        // Unpooled, since a pool of its own would live as long as the process.
        var settings = new NpgsqlConnectionStringBuilder(endpoint.ConnectionString(password, database)) { Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await using (connection)
        {
            await connection.OpenAsync(cancellation);
            if (command is null)
                return;
            var statement = new NpgsqlCommand(command, connection);
            await using (statement)
                await statement.ExecuteNonQueryAsync(cancellation);
        }
    }
}
