using System.Runtime.InteropServices;
using ForceOps.Postgres.Books;
using Npgsql;
using NpgsqlTypes;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Finds what the books of an account said at a time. A movement carries the balance after it, and the ids of an account's movements
/// ascend in commit order, but their times are in their authorizations. So the newest movement before a time is found by halving the
/// range of ids: some twenty looks at two indexes, whatever the number of movements, and no index or column that a posting would pay for.
/// </summary>
/// <remarks>
/// Halving relies on times that ascend with the ids, as the org's clock gives them. Whoever sets the clock back lets it pass a time more
/// than once. The result is then what the books said at one of these passes, never a mixture of several: the newest movement is looked
/// at first, so a time after it always gives the present books.
/// </remarks>
public sealed class BalanceAt(NpgsqlDataSource database)
{
    // A row comparison in the order of the index makes the planner take just that index, whatever the statistics say of the account:
    // the row before may then be another account's, which the condition on the account leaves out.
    private const string Statement =
        """
        WITH ends AS MATERIALIZED (
            SELECT
                least(
                    (SELECT CASE WHEN debit_account = $2 THEN id END FROM movements
                        WHERE book = $1 AND debit_account > 0 AND (debit_account, id) >= ($2, 0) ORDER BY debit_account, id LIMIT 1),
                    (SELECT CASE WHEN credit_account = $2 THEN id END FROM movements
                        WHERE book = $1 AND credit_account > 0 AND (credit_account, id) >= ($2, 0) ORDER BY credit_account, id LIMIT 1)) AS first,
                greatest(
                    (SELECT CASE WHEN debit_account = $2 THEN id END FROM movements
                        WHERE book = $1 AND debit_account > 0 AND (debit_account, id) <= ($2, $4) ORDER BY debit_account DESC, id DESC LIMIT 1),
                    (SELECT CASE WHEN credit_account = $2 THEN id END FROM movements
                        WHERE book = $1 AND credit_account > 0 AND (credit_account, id) <= ($2, $4) ORDER BY credit_account DESC, id DESC LIMIT 1)) AS newest)
        SELECT found.id, found.balance
        FROM unnest($3) WITH ORDINALITY AS times (moment, number)
        LEFT JOIN ends ON ends.newest IS NOT NULL
        LEFT JOIN LATERAL (
            -- Every movement up to low is before the moment, and the newest of them is known; every movement above high is not before it.
            WITH RECURSIVE halves (low, high, middle, id, balance) AS (
                SELECT ends.first - 1, ends.newest, ends.newest, NULL::bigint, NULL::numeric
                UNION ALL
                SELECT next.low, next.high, next.low + (next.high - next.low + 1) / 2, next.id, next.balance
                FROM halves CROSS JOIN LATERAL (
                    SELECT movement.id, movement.balance, authorizations.event_date < times.moment AS is_before
                    FROM (
                        (SELECT id, authorization_id, debit_balance AS balance, debit_account AS account FROM movements
                            WHERE book = $1 AND debit_account > 0 AND (debit_account, id) <= ($2, halves.middle)
                            ORDER BY debit_account DESC, id DESC LIMIT 1)
                        UNION ALL
                        (SELECT id, authorization_id, credit_balance, credit_account FROM movements
                            WHERE book = $1 AND credit_account > 0 AND (credit_account, id) <= ($2, halves.middle)
                            ORDER BY credit_account DESC, id DESC LIMIT 1)
                    ) AS movement
                    JOIN authorizations ON authorizations.book = $1 AND authorizations.id = movement.authorization_id
                    WHERE movement.account = $2 ORDER BY movement.id DESC LIMIT 1
                ) AS look CROSS JOIN LATERAL (
                    SELECT CASE WHEN look.is_before THEN halves.middle ELSE halves.low END AS low,
                        CASE WHEN look.is_before THEN halves.high ELSE look.id - 1 END AS high,
                        CASE WHEN look.is_before THEN look.id ELSE halves.id END AS id,
                        CASE WHEN look.is_before THEN look.balance ELSE halves.balance END AS balance
                ) AS next
                WHERE halves.low < halves.high)
            SELECT id, balance FROM halves WHERE low >= high
        ) AS found ON true
        ORDER BY times.number
        """;

    /// <summary>Reads the balance after the newest movement before each of the times, all in one statement.</summary>
    public async Task<IReadOnlyList<AccountBalance>> ReadAsync(OrgId org, long accountId, IReadOnlyCollection<DateTimeOffset> before)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Statement, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = await BookId.OfAsync(connection, org) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = before.Select(time => time.UtcDateTime).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = long.MaxValue });
        var found = new List<AccountBalance>(before.Count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found.Add(reader.IsDBNull(0) ? default : new AccountBalance(reader.GetInt64(0), reader.GetDecimal(1)));
        return found;
    }
}

/// <summary>Holds the balance of an account after one of its movements.</summary>
/// <param name="MovementId">The id of the movement; 0 before the first one.</param>
/// <param name="Balance">The balance after it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AccountBalance(long MovementId, decimal Balance);
