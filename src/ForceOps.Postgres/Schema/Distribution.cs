using Npgsql;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Distributes the tables of the books over the servers of a Citus cluster, by the book: all rows of a book are on one server, and a
/// posting is a transaction of that server alone. What belongs to orgs, and the sequence of ids, stays on the server that the service is
/// connected to. docs/scale.md says what that gives and what it does not.
/// </summary>
internal static class Distribution
{
    /// <summary>Tells whether the tables are distributed: the orgs come last, so they tell it of all.</summary>
    internal static async Task<bool> IsMadeAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        (bool)(await ScalarAsync(connection, "SELECT to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL", cancel))!
        && (bool)(await ScalarAsync(
            connection, "SELECT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = to_regclass('orgs'))", cancel))!;

    /// <summary>Distributes the tables, and their rows with them. What an earlier start has done of it is left as it is.</summary>
    /// <exception cref="UnfitClusterException">The servers are no cluster, or are not set up for it. Nothing was changed.</exception>
    internal static async Task MakeAsync(NpgsqlConnection connection, LedgerDbContext context, CancellationToken cancel)
    {
        await RefuseUnfitAsync(connection, cancel);
        // A pointer on this server at a book on another: Citus has no such foreign key. GET /sandbox/check looks for what it would refuse.
        await ExecuteAsync(connection, "ALTER TABLE orgs DROP CONSTRAINT IF EXISTS orgs_book", cancel);
        await ExecuteAsync(connection, "ALTER TABLE snapshots DROP CONSTRAINT IF EXISTS snapshots_book", cancel);
        await DistributeAsync(connection, "books", "create_distributed_table('books', 'book')", cancel);
        foreach (var (table, _) in BookTables.Of(context).Reverse())
            await DistributeAsync(connection, table, $"create_distributed_table('{table}', 'book', colocate_with => 'books')", cancel);
        // Known to Citus, so that a transaction that moves a pointer and changes books commits in two phases, and not one after the other.
        await DistributeAsync(connection, "orgs", "citus_add_local_table_to_metadata('orgs', cascade_via_foreign_keys => true)", cancel);
    }

    /// <summary>
    /// Refuses servers on which a committed posting could be lost, or on which the triggers that keep what is posted would not be made.
    /// The settings of the service's own session do not reach them.
    /// </summary>
    internal static async Task RefuseUnfitAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (await ScalarAsync(connection, "SELECT extversion FROM pg_extension WHERE extname = 'citus'", cancel) is null)
            throw new UnfitClusterException("the database has no extension citus: CREATE EXTENSION citus on every server, then citus_add_node");
        await using var command = new NpgsqlCommand(
            """
            SELECT nodeid::text, success, result FROM run_command_on_all_nodes(
                'SELECT concat_ws('' '', current_setting(''synchronous_commit''), current_setting(''citus.enable_unsafe_triggers''))')
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (node, result) = (reader.GetString(0), reader.IsDBNull(2) ? "" : reader.GetString(2));
            if (!reader.GetBoolean(1))
                throw new UnfitClusterException($"the server of node {node} does not answer: {result}");
            var settings = result.Split(' ');
            if (settings[0] is "off")
                throw new UnfitClusterException($"node {node} has synchronous_commit = off, and would lose what was answered: set it to on");
            if (settings[^1] is not "on")
                throw new UnfitClusterException($"node {node} needs citus.enable_unsafe_triggers = on, for the triggers that keep what is posted");
        }
    }

    private static async Task DistributeAsync(NpgsqlConnection connection, string table, string call, CancellationToken cancel)
    {
        var isDone = (bool)(await ScalarAsync(
            connection, $"SELECT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = '{table}'::regclass)", cancel))!;
        if (!isDone)
            await ExecuteAsync(connection, $"SELECT {call}", cancel);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancel);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}

/// <summary>Reports that the database cannot be used in the way that <c>ForceOps:Ledger:Distributed</c> says.</summary>
public sealed class UnfitClusterException(string reason) : Exception(reason);
