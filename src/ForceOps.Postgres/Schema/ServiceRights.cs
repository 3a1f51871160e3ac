using Npgsql;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Lists what the service's user may do when it is another one than the owner of the tables: read everything, add rows, and change
/// those columns alone that the ledger's rules change. It can neither change nor remove what is posted, nor make, alter or drop anything.
/// Books that nobody points at are removed by the function <c>sweep_book</c>, which looks for itself that nobody does.
/// </summary>
internal static class ServiceRights
{
    private const string Insert = "INSERT";
    private const string Update = "UPDATE";
    private const string Delete = "DELETE";

    /// <summary>The rights on each table. The test <c>ServiceUserTests</c> compares the names with those of the model.</summary>
    internal static readonly IReadOnlyList<TableRights> Tables =
    [
        new("\"__EFMigrationsHistory\""),
        // What is posted, and what it is posted to.
        new("movements", Insert),
        new("authorizations", Insert) { Changes = ["canceled_amount", "canceled_fee"] },
        new("hold_changes", Insert),
        new("status_changes", Insert),
        new("network_authorizations", Insert),
        // A transaction that was only initialised becomes a decline.
        new("attempts", Insert) { Changes = ["declined", "amount", "currency", "metadata", "created_at"] },
        new("denials", Insert),
        new("accounts", Insert)
        {
            Changes =
            [
                "balance", "held", "spent_on", "spent", "version", "status", "processing", "currency", "credit_limit", "limit_per_operation",
                "limit_per_day", "fees", "profile",
            ],
        },
        // Books and who points at them.
        new("books", Insert) { Changes = ["abandoned_at"] },
        new("orgs", Insert) { Changes = ["book", "currency", "rules_version", "settled_below", "clock_frozen_at", "clock_offset"] },
        new("snapshots", Insert, Delete),
        // Settings, and what waits.
        new("processing_codes", Insert, Update, Delete),
        new("account_statuses", Insert, Update, Delete),
        new("fault_rules", Insert, Update, Delete),
        new("webhooks", Insert, Update, Delete),
        new("webhook_deliveries", Insert, Delete),
        new("delayed_operations", Insert, Delete) { Changes = ["tries", "retry_at"] },
    ];

    private static readonly string[] Functions =
        ["take_ids(uuid, uuid, bigint, boolean)", "sweep_book(uuid, text, integer)", "refresh_statistics()"];

    private const string Sequence = "ledger_ids";

    /// <summary>Says what the user may not do of what the service does; null when it may do all of it.</summary>
    /// <param name="connection">A connection to the migrated database.</param>
    /// <param name="user">The user's name; null means the connection's own.</param>
    /// <param name="cancel">Cancels the question.</param>
    internal static async Task<string?> MissingAsync(NpgsqlConnection connection, string? user, CancellationToken cancel)
    {
        var rights = Tables.SelectMany(table => table.All).ToList();
        await using var command = new NpgsqlCommand(
            """
            WITH asked AS (SELECT to_regrole(quote_ident(coalesce($1, current_user))) AS service)
            SELECT 'LOGIN' FROM asked WHERE service IS NULL
            UNION ALL SELECT concat_ws(' ', may, 'on', of, changed) FROM asked, unnest($2, $3, $4) AS listed (of, may, changed)
            WHERE NOT CASE WHEN changed IS NULL THEN has_table_privilege(service, of, may) ELSE has_column_privilege(service, of, changed, may) END
            UNION ALL SELECT 'USAGE on ledger_ids' FROM asked WHERE NOT has_sequence_privilege(service, 'ledger_ids', 'USAGE')
                OR NOT has_sequence_privilege(service, 'ledger_ids', 'SELECT')
            UNION ALL SELECT 'EXECUTE on ' || name FROM asked, unnest($5) AS name WHERE NOT has_function_privilege(service, name, 'EXECUTE')
            LIMIT 1
            """,
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = (object?)user ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                Column(rights, right => right.Table), Column(rights, right => right.Right), Column(rights, right => right.Column),
                Column(Functions, name => name),
            },
        };
        return (string?)await command.ExecuteScalarAsync(cancel);
    }

    /// <summary>True when the user may remove what is posted, as an owner and a superuser may.</summary>
    internal static async Task<bool> MayRemoveAsync(NpgsqlConnection connection, string user, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT has_table_privilege($1, 'movements', 'DELETE')", connection)
        {
            Parameters = { Text(user) },
        };
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>
    /// Makes the user where it does not exist, and gives it these rights in place of those that it had. What is made of the password is
    /// all that the server and its log get to see of it.
    /// </summary>
    internal static async Task GrantAsync(NpgsqlConnection connection, ServiceUser user, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var names = new NpgsqlCommand(
            // The last one is for distributed tables: rights on many of them in one transaction, and then on a table of this server.
            """
            SELECT set_config('forceops.service', $1, true), set_config('forceops.verifier', $2, true),
                set_config('citus.multi_shard_modify_mode', 'sequential', true)
            """, connection, transaction)
        {
            Parameters = { Text(user.Name), Text(user.Password is { } password ? ScramVerifier.Of(password) : "") },
        })
            await names.ExecuteNonQueryAsync(cancel);
        await using (var grants = new NpgsqlCommand(Statement, connection, transaction))
            await grants.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    // A name cannot be a parameter of CREATE ROLE and GRANT, but format puts it in with the quotation marks that it needs. Another
    // database of the same server may make the user at the same moment.
    private static string Statement =>
        $"""
        DO $$
        DECLARE
            service text := current_setting('forceops.service');
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
                BEGIN
                    EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', service, nullif(current_setting('forceops.verifier'), ''));
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                END;
            END IF;
            EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), service);
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), service);
            EXECUTE format('REVOKE ALL ON {string.Join(", ", Tables.Select(table => table.Table))} FROM %I', service);
            {string.Concat(Tables.Select(table => $"EXECUTE format('GRANT {table.Listed} ON {table.Table} TO %I', service);\n"))}
            EXECUTE format('REVOKE ALL ON SEQUENCE {Sequence} FROM %I', service);
            EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE {Sequence} TO %I', service);
            EXECUTE format('GRANT EXECUTE ON FUNCTION {string.Join(", ", Functions)} TO %I', service);
            -- For the VACUUM of the sweeper. Before PostgreSQL 17 the server does without it, and autovacuum does the work.
            IF current_setting('server_version_num')::integer >= 170000 THEN
                EXECUTE format('GRANT MAINTAIN ON {string.Join(", ", Tables.Skip(1).Select(table => table.Table))} TO %I', service);
            END IF;
        END $$
        """;

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter<string?[]> Column<T>(IEnumerable<T> rows, Func<T, string?> value) =>
        new() { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text };
}

/// <summary>Holds what the service's user may do with one table, beside reading it.</summary>
/// <param name="Table">The table's name, as SQL writes it.</param>
/// <param name="Whole">The rights on whole rows.</param>
internal sealed record TableRights(string Table, params string[] Whole)
{
    /// <summary>Gets the columns that may be changed, where not all of them may.</summary>
    internal IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>The rights as GRANT takes them.</summary>
    internal string Listed =>
        string.Join(", ", ["SELECT", .. Whole, .. Changes.Count == 0 ? [] : new[] { $"UPDATE ({string.Join(", ", Changes)})" }]);

    /// <summary>The rights one by one, those on a column with its name.</summary>
    internal IEnumerable<(string Table, string Right, string? Column)> All =>
    [
        (Table, "SELECT", null), .. Whole.Select(right => (Table, right, (string?)null)),
        .. Changes.Select(column => (Table, "UPDATE", (string?)column)),
    ];
}
