using Npgsql;

namespace ForceOps.Postgres;

/// <summary>
/// Proves the invariants over all that is stored, without trusting anything that the writer computed: one query an invariant, in one
/// snapshot, so that it may run while postings go on.
/// </summary>
public sealed class LedgerCheck(NpgsqlDataSource database)
{
    /// <summary>Problems reported for each invariant: enough to find the cause, bounded when everything is wrong.</summary>
    private const int ProblemsMax = 100;

    // $1 is the org, or null for all of them. Each query answers org, id, message.
    private static readonly (string Invariant, string Sql)[] Queries =
    [
        ("I1", """
            SELECT org, a.id, format('balance %s, but its movements add up to %s', a.balance, coalesce(m.total, 0)) FROM accounts a
            LEFT JOIN (SELECT org, id, sum(amount) AS total FROM (
                SELECT org, credit_account AS id, amount FROM movements WHERE credit_account > 0
                UNION ALL SELECT org, debit_account, -amount FROM movements WHERE debit_account > 0) AS sides GROUP BY org, id) AS m USING (org, id)
            WHERE ($1 IS NULL OR org = $1) AND a.balance <> coalesce(m.total, 0)
            """),
        ("I1", """
            SELECT org, m.id, 'moves money of an account that does not exist' FROM movements m WHERE ($1 IS NULL OR org = $1) AND (
                (debit_account > 0 AND NOT EXISTS (SELECT FROM accounts a WHERE a.org = m.org AND a.id = debit_account))
                OR (credit_account > 0 AND NOT EXISTS (SELECT FROM accounts a WHERE a.org = m.org AND a.id = credit_account)))
            """),
        ("I2", """
            SELECT m.org, m.id, format('moves %s on an account in %s', z.currency, a.currency)
            FROM movements m JOIN authorizations z ON z.org = m.org AND z.id = m.authorization_id
            JOIN accounts a ON a.org = m.org AND a.id IN (m.debit_account, m.credit_account)
            WHERE ($1 IS NULL OR m.org = $1) AND (a.currency <> z.currency OR m.amount <= 0 OR m.debit_account = m.credit_account)
            """),
        ("I3", """
            SELECT org, min(id), format('tracking id used by %s operations', count(*)) FROM authorizations
            WHERE ($1 IS NULL OR org = $1) AND tracking_id IS NOT NULL GROUP BY org, tracking_id HAVING count(*) > 1
            """),
        ("I4", """
            SELECT z.org, z.id, format('canceled %s and fee %s, but its cancellations add up to %s and %s',
                z.canceled_amount, z.canceled_fee, coalesce(c.amount, 0), coalesce(c.fee, 0)) FROM authorizations z
            LEFT JOIN (SELECT org, parent_id, sum(amount) AS amount, sum(fee) AS fee FROM authorizations
                WHERE parent_id IS NOT NULL GROUP BY org, parent_id) AS c ON c.org = z.org AND c.parent_id = z.id
            WHERE ($1 IS NULL OR z.org = $1) AND (z.canceled_amount NOT BETWEEN 0 AND z.amount OR z.canceled_fee NOT BETWEEN 0 AND z.fee
                OR z.canceled_amount <> coalesce(c.amount, 0) OR z.canceled_fee <> coalesce(c.fee, 0))
            """),
        ("I5", """
            SELECT c.org, c.id, format('cancels %s, which is no operation of its kind', c.parent_id) FROM authorizations c
            LEFT JOIN authorizations z ON z.org = c.org AND z.id = c.parent_id
            WHERE ($1 IS NULL OR c.org = $1) AND c.parent_id IS NOT NULL
                AND (z.id IS NULL OR z.parent_id IS NOT NULL OR z.type <> c.type OR z.account_id <> c.account_id OR z.currency <> c.currency)
            """),
        ("I6", """
            SELECT org, id, format('balance %s after this movement of account %s does not follow from %s before', balance, account, previous)
            FROM (SELECT org, id, account, change, balance, coalesce(lag(balance) OVER (PARTITION BY org, account ORDER BY id), 0) AS previous
                FROM (SELECT org, id, credit_account AS account, amount AS change, credit_balance AS balance FROM movements WHERE credit_account > 0
                    UNION ALL SELECT org, id, debit_account, -amount, debit_balance FROM movements WHERE debit_account > 0) AS sides
                WHERE $1 IS NULL OR org = $1) AS chain
            WHERE balance <> previous + change
            """),
        ("I6", """
            SELECT z.org, z.id, 'its movements are not those of its amount and fee' FROM authorizations z
            LEFT JOIN (SELECT org, authorization_id, sum(amount) FILTER (WHERE kind IN ('principal', 'reversal')) AS amount,
                sum(amount) FILTER (WHERE kind IN ('fee', 'fee_reversal')) AS fee FROM movements GROUP BY org, authorization_id) AS m
                ON m.org = z.org AND m.authorization_id = z.id
            WHERE ($1 IS NULL OR z.org = $1) AND (coalesce(m.fee, 0) <> z.fee
                OR coalesce(m.amount, 0) <> CASE WHEN z.impact = 0 THEN 0 ELSE z.amount END)
            """),
        ("I6", """
            SELECT org, m.id, 'belongs to no authorization' FROM movements m WHERE ($1 IS NULL OR org = $1)
                AND NOT EXISTS (SELECT FROM authorizations z WHERE z.org = m.org AND z.id = m.authorization_id)
            """),
        ("I6", """
            SELECT m.org, m.id, format('is not what its authorization %s did to account %s', z.id, z.account_id)
            FROM movements m JOIN authorizations z ON z.org = m.org AND z.id = m.authorization_id
            WHERE ($1 IS NULL OR m.org = $1) AND z.type = 'FORCE' AND z.account_id <>
                CASE WHEN m.kind = 'fee_reversal' OR (m.kind <> 'fee' AND z.impact = 1) THEN m.credit_account ELSE m.debit_account END
            """),
    ];

    /// <summary>Checks one org, or every org when none is given.</summary>
    public async Task<LedgerCheckResult> RunAsync(OrgId? org, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        var problems = new List<LedgerProblem>();
        foreach (var (invariant, sql) in Queries)
        {
            await using var command = Command($"{sql} LIMIT {ProblemsMax}", connection, org);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                problems.Add(new LedgerProblem(invariant, new OrgId(reader.GetGuid(0)), reader.GetInt64(1), reader.GetString(2)));
        }
        var counts = await CountAsync(connection, org, cancel);
        return new LedgerCheckResult(counts[0], counts[1], counts[2], problems);
    }

    private static async Task<long[]> CountAsync(NpgsqlConnection connection, OrgId? org, CancellationToken cancel)
    {
        await using var command = Command(
            """
            SELECT (SELECT count(*) FROM accounts WHERE $1 IS NULL OR org = $1), (SELECT count(*) FROM authorizations WHERE $1 IS NULL OR org = $1),
                (SELECT count(*) FROM movements WHERE $1 IS NULL OR org = $1)
            """,
            connection,
            org);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return [reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)];
    }

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection, OrgId? org) => new(sql, connection)
    {
        Parameters = { new NpgsqlParameter { Value = org is { } one ? one.Value : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid } },
    };
}
