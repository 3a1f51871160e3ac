using ForceOps.Postgres.Books;
using Npgsql;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Proves the invariants over all stored rows, in one snapshot of the database, so that it may run while postings go on.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="isDistributed">True when the rows are on other servers than the one that is connected to.</param>
public sealed class LedgerCheck(NpgsqlDataSource database, bool isDistributed)
{
    /// <summary>The most problems reported per query: enough to find the cause, and bounded when everything is wrong.</summary>
    private const int ProblemsMax = 100;

    /// <summary>
    /// The time limit of one query in seconds. A query reads whole tables, for example ten million rows on a slow machine.
    /// </summary>
    private const int TimeoutSeconds = 600;

    // There are no statistics of a book that was just copied. The planner then takes it for small and compares each row with each other
    // one: seen at more than 60 s for 12,000 movements.
    private const string Plans = "SET LOCAL enable_nestloop = off";

    // On a distributed database a setting reaches the servers that have the rows when it is set inside the transaction.
    private const string DistributedPlans = $"SET LOCAL citus.propagate_set_commands = 'local'; {Plans}";

    /// <summary>The query that assigns each book to its org. Abandoned books belong to no org and may be half removed.</summary>
    private const string Owners =
        """
        SELECT book, org, '' AS place FROM orgs UNION ALL SELECT book, org, format(' (in snapshot %s)', name) FROM snapshots
        """;

    /// <summary>
    /// Checks an org's present book. Without an org, it checks everything: the present books of all orgs, and their snapshots.
    /// </summary>
    /// <param name="at">The moment of the org's book at which everything must have held; null for now.</param>
    public async Task<LedgerCheckResult> RunAsync(OrgId? org, BookMoment? at = null)
    {
        string Within(string column) => column + org switch
        {
            null => $" IN (SELECT book FROM ({Owners}) AS owners)",
            _ => " = $2",
        };
        var with = at is null ? "" : TablesAt.With;
        var books = org is null ? Owners : "SELECT $2 AS book, $1 AS org, '' AS place";
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var plans = new NpgsqlCommand(isDistributed ? DistributedPlans : Plans, connection))
            await plans.ExecuteNonQueryAsync();
        var book = at?.Book ?? (org is { } one ? await BookId.OfAsync(connection, one) : Guid.Empty);
        var problems = new List<LedgerProblem>();
        foreach (var (invariant, sql) in LedgerCheckQueries.Of(Within).Append(("I6", WithoutBook())))
        {
            await using var command = Command(
                $"""
                {with} SELECT owners.org, problems.id, problems.message || owners.place
                FROM ({sql} LIMIT {ProblemsMax}) AS problems (book, id, message) JOIN ({books}) AS owners USING (book)
                """,
                connection, org, book, at);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                problems.Add(new LedgerProblem(invariant, new OrgId(reader.GetGuid(0)), reader.GetInt64(1), reader.GetString(2)));
        }
        return new LedgerCheckResult(await CountAsync("accounts"), await CountAsync("authorizations"), await CountAsync("movements"),
            problems);

        // On one server a foreign key refuses it. It cannot on several: docs/scale.md.
        string WithoutBook() =>
            $"""
            SELECT used.book, 0::bigint, 'has a book that does not exist' FROM ({books}) AS used
            WHERE used.book NOT IN (SELECT book FROM books WHERE {Within("book")})
            """;

        async Task<long> CountAsync(string table)
        {
            await using var command = Command($"{with} SELECT count(*) FROM {table} WHERE {Within("book")}", connection, org, book, at);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection, OrgId? org, Guid book, BookMoment? at)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        if (org is { } item)
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = item.Value });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = book });
        }
        if (at is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = at.LastId });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at.OpenedUntil.UtcDateTime });
        }
        return command;
    }
}

/// <summary>
/// Makes the queries of the invariants. Each query returns the book, the id and what is wrong. The queries trust nothing that the
/// writer computed, and join by equality only, so that the planner can hash whole tables instead of looking up every row.
/// </summary>
internal static class LedgerCheckQueries
{
    /// <param name="within">The function that makes the condition on a book column: it selects one org's book, or all books in
    /// use.</param>
    internal static IReadOnlyList<(string Invariant, string Sql)> Of(Func<string, string> within) =>
    [
        ("I1", $"""
            SELECT book, id, format('balance %s, but its movements add up to %s', coalesce(a.balance, 0), coalesce(m.total, 0))
            FROM (SELECT book, id, balance FROM accounts WHERE {within("book")}) AS a
            FULL JOIN (SELECT book, account AS id, sum(change) AS total FROM ({Sides(within)}) AS sides GROUP BY book, account) AS m USING (book, id)
            WHERE a.balance IS DISTINCT FROM coalesce(m.total, 0)
            """),
        ("I2", $"""
            SELECT sides.book, sides.id, format('moves %s on an account in %s', z.currency, a.currency)
            FROM ({Sides(within)}) AS sides
            JOIN authorizations z ON z.book = sides.book AND z.id = sides.authorization_id
            JOIN accounts a ON a.book = sides.book AND a.id = sides.account
            WHERE a.currency <> z.currency
            """),
        ("I2", $"""
            SELECT book, id, 'has no two sides or no positive amount' FROM movements
            WHERE {within("book")} AND (amount <= 0 OR debit_account = credit_account)
            """),
        ("I3", $"""
            SELECT book, min(id), format('tracking id used by %s operations', count(*)) FROM authorizations
            WHERE {within("book")} AND tracking_id IS NOT NULL GROUP BY book, tracking_id HAVING count(*) > 1
            """),
        ("I4", $"""
            SELECT z.book, z.id, format('canceled %s and fee %s, but its cancellations add up to %s and %s',
                z.canceled_amount, z.canceled_fee, coalesce(c.amount, 0), coalesce(c.fee, 0)) FROM authorizations z
            LEFT JOIN (SELECT book, parent_id, sum(amount) AS amount, sum(fee) AS fee FROM authorizations
                WHERE {within("book")} AND parent_id IS NOT NULL AND denied IS NULL GROUP BY book, parent_id) AS c ON c.book = z.book AND c.parent_id = z.id
            WHERE {within("z.book")} AND (z.canceled_amount NOT BETWEEN 0 AND z.amount OR z.canceled_fee NOT BETWEEN 0 AND z.fee
                OR (z.denied IS NOT NULL AND z.canceled_amount <> 0)
                OR (z.type NOT IN ('HOLD', 'PRE_AUTHORIZATION') AND z.canceled_amount <> coalesce(c.amount, 0)) OR z.canceled_fee <> coalesce(c.fee, 0))
            """),
        ("I5", $"""
            SELECT c.book, c.id, format('cancels %s, which is no operation of its kind', c.parent_id) FROM authorizations c
            LEFT JOIN authorizations z ON z.book = c.book AND z.id = c.parent_id
            WHERE {within("c.book")} AND c.parent_id IS NOT NULL AND c.denied IS NULL
                AND (z.id IS NULL OR z.denied IS NOT NULL OR z.parent_id IS NOT NULL OR z.type <> c.type OR z.account_id <> c.account_id OR z.currency <> c.currency)
            """),
        ("I6", $"""
            SELECT book, id, format('balance %s after this movement of account %s does not follow from %s before', balance, account, previous)
            FROM (SELECT book, id, account, change, balance, coalesce(lag(balance) OVER (PARTITION BY book, account ORDER BY id), 0) AS previous
                FROM ({Sides(within)} UNION ALL SELECT book, authorization_id, authorization_id, account_id, 0, balance
                    FROM hold_changes WHERE {within("book")}) AS sides) AS chain
            WHERE balance IS DISTINCT FROM previous + change
            """),
        // The second side of a transfer has no tracking id and no movement of its own, and a hold or a pre-authorization moves nothing.
        ("I6", $"""
            SELECT z.book, z.id, 'its movements are not those of its amount and fee' FROM authorizations z
            LEFT JOIN (SELECT book, authorization_id, sum(amount) FILTER (WHERE kind IN ('principal', 'reversal')) AS amount,
                sum(amount) FILTER (WHERE kind IN ('fee', 'fee_reversal')) AS fee FROM movements
                WHERE {within("book")} GROUP BY book, authorization_id) AS m ON m.book = z.book AND m.authorization_id = z.id
            WHERE {within("z.book")} AND z.tracking_id IS NOT NULL AND (coalesce(m.fee, 0) <> z.fee
                OR coalesce(m.amount, 0) <> CASE WHEN z.impact = 0 OR z.type IN ('HOLD', 'PRE_AUTHORIZATION') OR z.denied IS NOT NULL THEN 0 ELSE z.amount END)
            """),
        ("I6", $"""
            SELECT z.book, z.id, format('is on account %s, which does not exist', z.account_id) FROM authorizations z
            LEFT JOIN accounts a ON a.book = z.book AND a.id = z.account_id WHERE {within("z.book")} AND a.id IS NULL
            """),
        ("I6", $"""
            SELECT m.book, m.id, 'belongs to no authorization' FROM movements m
            LEFT JOIN authorizations z ON z.book = m.book AND z.id = m.authorization_id WHERE {within("m.book")} AND z.id IS NULL
            """),
        ("I6", $"""
            SELECT m.book, m.id, format('is not what its authorization %s did to account %s', z.id, z.account_id)
            FROM movements m JOIN authorizations z ON z.book = m.book AND z.id = m.authorization_id
            WHERE {within("m.book")} AND z.account_id <>
                CASE WHEN m.kind = 'fee_reversal' OR (m.kind <> 'fee' AND z.impact = 1) THEN m.credit_account ELSE m.debit_account END
            """),
        .. HoldQueries(within),
    ];

    /// <summary>The condition on an authorization that holds money: a hold, or a pre-authorization that was granted.</summary>
    private const string Holds = "type IN ('HOLD', 'PRE_AUTHORIZATION') AND parent_id IS NULL AND denied IS NULL";

    private static IReadOnlyList<(string Invariant, string Sql)> HoldQueries(Func<string, string> within) =>
    [
        ("I10", $"""
            SELECT a.book, a.id, format('holds %s, but what is left of its holds adds up to %s', a.held, coalesce(h.remaining, 0))
            FROM (SELECT book, id, held FROM accounts WHERE {within("book")}) AS a
            LEFT JOIN (SELECT book, account_id, sum(amount - canceled_amount) AS remaining FROM authorizations
                WHERE {within("book")} AND {Holds} GROUP BY book, account_id) AS h ON h.book = a.book AND h.account_id = a.id
            WHERE a.held < 0 OR a.held <> coalesce(h.remaining, 0)
            """),
        ("I10", $"""
            SELECT z.book, z.id, format('has %s left of its hold, but its changes add up to %s', z.amount - z.canceled_amount, coalesce(c.remaining, 0))
            FROM (SELECT * FROM authorizations WHERE {Holds}) AS z
            LEFT JOIN (SELECT book, hold_id, sum(change) AS remaining FROM hold_changes WHERE {within("book")} GROUP BY book, hold_id) AS c
                ON c.book = z.book AND c.hold_id = z.id
            WHERE {within("z.book")} AND z.amount - z.canceled_amount <> coalesce(c.remaining, 0)
            """),
        // What an authorization did to holds is its whole amount; a transfer of held money takes, and its cancellation holds again. A
        // confirmation has its own query, and what was denied changed nothing.
        ("I10", $"""
            SELECT z.book, z.id, format('says %s and changed holds by %s', z.impact * z.amount, -coalesce(c.change, 0)) FROM authorizations z
            LEFT JOIN (SELECT book, authorization_id, sum(change) AS change FROM hold_changes WHERE {within("book")} GROUP BY book, authorization_id) AS c
                ON c.book = z.book AND c.authorization_id = z.id
            WHERE {within("z.book")} AND (z.type IN ('HOLD', 'PRE_AUTHORIZATION') OR c.change IS NOT NULL) AND (z.type <> 'PAYMENT' OR z.original_id IS NULL)
                AND coalesce(c.change, 0) <> CASE WHEN z.denied IS NOT NULL THEN 0 WHEN z.type = 'TRANSFER' THEN z.impact ELSE -z.impact END * z.amount
            """),
        ("I10", $"""
            SELECT c.book, c.hold_id, format('was changed by %s, which is not on its account, or is no hold', c.authorization_id) FROM hold_changes c
            LEFT JOIN authorizations h ON h.book = c.book AND h.id = c.hold_id
            LEFT JOIN authorizations z ON z.book = c.book AND z.id = c.authorization_id
            WHERE {within("c.book")} AND (h.id IS NULL OR z.id IS NULL OR h.type NOT IN ('HOLD', 'PRE_AUTHORIZATION') OR h.parent_id IS NOT NULL
                OR h.denied IS NOT NULL OR h.account_id <> c.account_id OR z.account_id <> c.account_id
                OR (h.type = 'HOLD') <> (z.type IN ('HOLD', 'TRANSFER')))
            """),
        // A confirmation ends what it confirms, and nothing else: it takes all that was left, whatever amount it posts.
        ("I10", $"""
            SELECT z.book, z.id, format('confirms %s, of which %s is left, and changed %s', z.original_id, h.amount - h.canceled_amount, c.holds)
            FROM authorizations z
            LEFT JOIN authorizations h ON h.book = z.book AND h.id = z.original_id
            LEFT JOIN (SELECT book, authorization_id, array_agg(hold_id) AS holds, sum(change) AS change FROM hold_changes
                WHERE {within("book")} GROUP BY book, authorization_id) AS c ON c.book = z.book AND c.authorization_id = z.id
            WHERE {within("z.book")} AND z.type = 'PAYMENT' AND z.original_id IS NOT NULL AND CASE WHEN z.denied IS NOT NULL THEN c.holds IS NOT NULL
                ELSE h.type IS DISTINCT FROM 'PRE_AUTHORIZATION' OR h.canceled_amount <> h.amount OR c.holds IS DISTINCT FROM ARRAY[z.original_id]
                    OR c.change >= 0 OR z.parent_id IS NOT NULL END
            """),
        ("I10", $"""
            SELECT book, authorization_id, format('held %s after its change of account %s does not follow from %s before, or is more than the headroom %s allows',
                held, account_id, previous, headroom)
            FROM (SELECT book, authorization_id, account_id, change, held, headroom,
                coalesce(lag(held) OVER (PARTITION BY book, account_id ORDER BY authorization_id, ordinal), 0) AS previous
                FROM (SELECT *, CASE WHEN change < 0 THEN hold_id ELSE -hold_id END AS ordinal FROM hold_changes WHERE {within("book")}) AS changes) AS chain
            WHERE held <> previous + change OR headroom + held < 0
            """),
    ];

    /// <summary>
    /// Makes the query for the sides: it returns every movement once for each account of a customer or merchant in it, with a
    /// signed amount.
    /// </summary>
    private static string Sides(Func<string, string> within) =>
        $"""
        SELECT book, id, authorization_id, credit_account AS account, amount AS change, credit_balance AS balance
        FROM movements WHERE {within("book")} AND credit_account > 0
        UNION ALL SELECT book, id, authorization_id, debit_account, -amount, debit_balance
        FROM movements WHERE {within("book")} AND debit_account > 0
        """;
}

/// <summary>Holds the numbers of rows checked and the problems found.</summary>
public sealed record LedgerCheckResult(long Accounts, long Authorizations, long Movements, IReadOnlyList<LedgerProblem> Problems);

/// <summary>Reports an invariant that does not hold.</summary>
/// <param name="Invariant">The invariant's name, I1 to I6 or I10.</param>
/// <param name="Org">The org whose rows break the invariant.</param>
/// <param name="Id">The id of the account, authorization or movement concerned.</param>
/// <param name="Message">The text that says what is wrong.</param>
public sealed record LedgerProblem(string Invariant, OrgId Org, long Id, string Message);
