using Npgsql;

namespace ForceOps.Postgres;

/// <summary>Proves the invariants over all that is stored, in one snapshot, so that it may run while postings go on.</summary>
public sealed class LedgerCheck(NpgsqlDataSource database)
{
    /// <summary>Problems reported for each query: enough to find the cause, bounded when everything is wrong.</summary>
    private const int ProblemsMax = 100;

    /// <summary>Seconds for one query: it reads whole tables, ten million rows of them on a slow machine.</summary>
    private const int TimeoutSeconds = 600;

    /// <summary>Which books belong to whom. Abandoned ones are nobody's, and may be half removed.</summary>
    private const string Owners =
        """
        SELECT book, org, '' AS place FROM orgs UNION ALL SELECT book, org, format(' (in snapshot %s)', name) FROM snapshots
        """;

    /// <summary>Checks what an org has now, or everything when none is given: what all orgs have now, and their snapshots.</summary>
    public async Task<LedgerCheckResult> RunAsync(OrgId? org)
    {
        string Within(string column) => column + (org is null ? $" IN (SELECT book FROM ({Owners}) AS owners)" : " = (SELECT book FROM orgs WHERE org = $1)");
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var problems = new List<LedgerProblem>();
        foreach (var (invariant, sql) in LedgerCheckQueries.Of(Within))
        {
            await using var command = Command(
                $"""
                SELECT owners.org, problems.id, problems.message || owners.place
                FROM ({sql} LIMIT {ProblemsMax}) AS problems (book, id, message) JOIN ({Owners}) AS owners USING (book)
                """,
                connection, org);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                problems.Add(new LedgerProblem(invariant, new OrgId(reader.GetGuid(0)), reader.GetInt64(1), reader.GetString(2)));
        }
        return new LedgerCheckResult(await CountAsync("accounts"), await CountAsync("authorizations"), await CountAsync("movements"), problems);

        async Task<long> CountAsync(string table)
        {
            await using var command = Command($"SELECT count(*) FROM {table} WHERE {Within("book")}", connection, org);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection, OrgId? org)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        if (org is { } one)
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = one.Value });
        return command;
    }
}
