using Microsoft.Extensions.Logging;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Keeps the planner's numbers true while a ledger is young. On tables that were empty when they were first planned, the foreign-key
/// checks inside PostgreSQL walk the whole org (seen: 60 ms a batch after ten thousand postings), and autovacuum looks only once a
/// minute. Fresh statistics make it plan anew; later growth is autovacuum's own business.
/// </summary>
internal sealed partial class TableStatistics(NpgsqlDataSource database, ILogger log)
{
    /// <summary>Postings of this process after which to look: early enough that a walk is short, ten times as far each time.</summary>
    private static readonly long[] Moments = [200, 2_000, 20_000, 200_000];

    private long _posted;

    internal void Count(int posted)
    {
        var now = Interlocked.Add(ref _posted, posted);
        foreach (var moment in Moments)
        {
            if (now >= moment && now - posted < moment)
                _ = Task.Run(AnalyzeAsync);
        }
    }

    private async Task AnalyzeAsync()
    {
        try
        {
            await using var command = database.CreateCommand("ANALYZE accounts, authorizations, movements");
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception error) when (WriterConnection.IsLost(error) || error is ObjectDisposedException)
        {
            // Only speed is lost; a database that is away shows itself to the writers.
            LogSkipped(error);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Statistics were not refreshed")]
    private partial void LogSkipped(Exception error);
}
