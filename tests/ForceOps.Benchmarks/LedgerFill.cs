namespace ForceOps.Benchmarks;

/// <summary>
/// Years of forces in minutes: whole sets by SQL, as the service would have left them. Credits and debits of the same amount take turns
/// on each account, so that every balance ends where it began: no account's row changes, and what the service remembers stays true.
/// </summary>
internal sealed class LedgerFill(DatabaseServer server)
{
    /// <summary>Behind those of the load: one account with many movements, one with a single one.</summary>
    internal const int BusyAccount = ReferenceScript.Accounts + 1;
    internal const int LoneAccount = ReferenceScript.Accounts + 2;

    // Issue 6 asks for an account with a million.
    private const int BusyMost = 1_000_000;

    // A statement of some seconds: its progress can be told, and stopping is not slow.
    private const int Chunk = 200_000;

    // The sequence's increment, in the first migration: a batch numbers its rows within one step.
    private const int IdBlock = 2048;

    /// <summary>
    /// About so many rows: each account gets an even number. Answers how many there were, and how many of them on the busy account.
    /// </summary>
    internal async Task<(int Total, int OfBusyAccount)> RunAsync(int rows, CancellationToken stop)
    {
        var busy = Math.Min(rows, BusyMost) / 2 * 2;
        var accounts = Math.Clamp((rows - busy) / 2, 1, ReferenceScript.Accounts);
        var pairs = (rows - busy) / accounts / 2;
        var total = 0;
        // First: its movements lie deep under those of the others, as an old account's do.
        for (var left = busy; left > 0; left -= Chunk)
            await FillAsync(BusyAccount, 1, Math.Min(Chunk, left));
        for (var left = pairs; left > 0; left--)
            await FillAsync(1, accounts, 2 * accounts);
        Testbed.Say("VACUUM ANALYZE, as autovacuum would have done long ago");
        await server.RunAsync(ServiceUnderTest.DatabaseName, "VACUUM ANALYZE authorizations, movements", stop);
        return (total, busy);

        async Task FillAsync(int firstAccount, int over, int count)
        {
            await server.RunAsync(ServiceUnderTest.DatabaseName, Statements(await TakeIdsAsync(count, stop), firstAccount, over, count),
                stop);
            total += count;
            Testbed.Say($"Filled {total:#,0} of {rows:#,0}");
        }
    }

    /// <summary>From the service's own sequence, so that the ids of later postings are higher.</summary>
    private async Task<long> TakeIdsAsync(int count, CancellationToken stop)
    {
        var blocks = (count + IdBlock - 1) / IdBlock;
        var sql = $"SELECT min(id) FROM (SELECT nextval('ledger_ids') AS id FROM generate_series(1, {blocks})) AS taken";
        return long.Parse(await server.AskAsync(ServiceUnderTest.DatabaseName, sql, stop));
    }

    // One transaction. Tracking ids ascend, as those of force.lua do.
    private static string Statements(long firstId, int firstAccount, int accounts, int count) =>
        $$"""
        INSERT INTO authorizations (book, event_date, type, id, tracking_id, channel, account_id, processing_code, impact, amount, currency,
            descriptor, metadata, in_timeline, cid)
        SELECT (SELECT book FROM orgs), now(), 'FORCE', {{firstId}} + n, '00000000-0000-4000-8000-' || lpad(to_hex({{firstId}} + n), 12, '0'),
            'pismo', {{firstAccount}} + n % {{accounts}}, CASE WHEN n / {{accounts}} % 2 = 0 THEN '090907' ELSE '090908' END,
            CASE WHEN n / {{accounts}} % 2 = 0 THEN 1 ELSE -1 END, 40.25, 'USD',
            'Forced single credit operation', '{"any-key":"any-value"}', true, gen_random_uuid()::text
        FROM generate_series(0, {{count - 1}}) AS n;
        INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance)
        SELECT a.book, {{firstId}} + n, {{firstId}} + n, 'principal', CASE WHEN credit THEN {{InternalAccount.ForcedOperations}} ELSE a.id END,
            CASE WHEN credit THEN a.id ELSE {{InternalAccount.ForcedOperations}} END, 40.25, CASE WHEN NOT credit THEN a.balance END,
            CASE WHEN credit THEN a.balance + 40.25 END
        FROM (SELECT n, n / {{accounts}} % 2 = 0 AS credit FROM generate_series(0, {{count - 1}}) AS n) AS row
        JOIN accounts a ON a.book = (SELECT book FROM orgs) AND a.id = {{firstAccount}} + n % {{accounts}}
        ORDER BY n;
        """;
}
