using Npgsql;

namespace ForceOps.Postgres;

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
