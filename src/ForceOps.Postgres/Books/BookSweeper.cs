using System.Diagnostics;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ForceOps.Postgres.Books;

/// <summary>
/// Removes the books to which no org and no snapshot points any more. The service's user may remove nothing; the function
/// <c>sweep_book</c> may, and refuses every other book, so that a mistake here fails and harms nothing.
/// </summary>
public sealed class BookSweeper(NpgsqlDataSource database, IDbContextFactory<LedgerDbContext> contexts, TimeProvider clock)
{
    /// <summary>
    /// The key of the advisory lock: "BkSweepr" in ASCII. It may be any number that no other program uses for its own advisory
    /// lock in this database.
    /// </summary>
    private const long LockKey = 0x426B537765657072;

    /// <summary>
    /// The number of rows removed from one table from which on the table is vacuumed. The rows to which the removed ones referred
    /// are removed next, each with a look-up that reads what the index still has of the removed rows. Below this number the
    /// look-ups are cheap; after a hundred thousand movements they took ten times as long.
    /// </summary>
    private const int VacuumFrom = 10_000;

    /// <summary>The time limit of a statement in seconds, long enough for a vacuum of a large table.</summary>
    private const int TimeoutSeconds = 600;

    // A transaction that began before the switch may still post to the old book, and the rows that it needs must be there until
    // it ends. Every transaction of the service has an xact_start, so the oldest xact_start decides, however long the transaction
    // has been suspended.
    private const string OldestTransaction =
        """
        SELECT least(now(), min(xact_start)) FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
        """;

    // A statement of its own: a distributed database reads what is beside its tables with other rights than a view has.
    private const string FindAbandoned = "SELECT book FROM books WHERE abandoned_at + $1 < $2 ORDER BY abandoned_at";

    private const string Remove = "SELECT sweep_book($1, $2, $3)";

    /// <summary>
    /// Removes the books that were abandoned at least <paramref name="after"/> ago, with <paramref name="chunk"/> rows per
    /// transaction. Returns the number of these books.
    /// </summary>
    public async Task<int> SweepAsync(TimeSpan after, int chunk, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        // One process sweeps at a time: two would only wait for each other's rows.
        if (!(bool)(await ScalarAsync(connection, $"SELECT pg_try_advisory_lock({LockKey})"))!)
            return 0;
        try
        {
            var books = await AbandonedAsync(connection, after);
            foreach (var book in books)
                await RemoveAsync(connection, book, chunk, stop);
            return books.Count;
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
                await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({LockKey})");
        }
    }

    private async Task RemoveAsync(NpgsqlConnection connection, Guid book, int chunk, CancellationToken stop)
    {
        foreach (var table in await TablesAsync())
        {
            var removed = await RemoveAsync(connection, table, book, chunk, stop);
            if (removed >= VacuumFrom)
                await ExecuteAsync(connection, $"VACUUM {table}");
        }
        await RemoveChunkAsync(connection, "books", book, chunk: 1);
    }

    private async Task<long> RemoveAsync(NpgsqlConnection connection, string table, Guid book, int chunk, CancellationToken stop)
    {
        var removed = 0L;
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            var rows = await RemoveChunkAsync(connection, table, book, chunk);
            if (rows == 0)
                return removed;
            removed += rows;
            // The pause is as long as the statement took, since postings come first.
            await Task.Delay(Stopwatch.GetElapsedTime(began), clock, stop);
        }
    }

    private static async Task<int> RemoveChunkAsync(
        NpgsqlConnection connection, string table, Guid book, int chunk) => (int)(await ScalarAsync(
        connection, Remove, new NpgsqlParameter<Guid> { TypedValue = book }, new NpgsqlParameter<string> { TypedValue = table },
        new NpgsqlParameter<int> { TypedValue = chunk }))!;

    private static async Task<List<Guid>> AbandonedAsync(NpgsqlConnection connection, TimeSpan after)
    {
        var oldest = (DateTime)(await ScalarAsync(connection, OldestTransaction))!;
        await using var command = new NpgsqlCommand(FindAbandoned, connection)
        {
            Parameters = { new NpgsqlParameter<TimeSpan> { TypedValue = after }, new NpgsqlParameter<DateTime> { TypedValue = oldest } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var books = new List<Guid>();
        while (await reader.ReadAsync())
            books.Add(reader.GetGuid(0));
        return books;
    }

    private async Task<IReadOnlyList<string>> TablesAsync()
    {
        await using var context = await contexts.CreateDbContextAsync();
        return [.. BookTables.Of(context).Select(table => table.Name)];
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        await command.ExecuteNonQueryAsync();
    }
}
