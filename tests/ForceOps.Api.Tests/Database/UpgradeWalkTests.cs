using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// Every version of the schema that there was, with rows in all of its tables, becomes the present one: each step finds the rows of all
/// steps before it, and loses none. So does whoever upgrades from any of them.
/// </summary>
public sealed class UpgradeWalkTests(SharedService shared)
{
    private const string Org = "11111111-1111-1111-1111-111111111111";
    private const string Kept = "22222222-2222-2222-2222-222222222222";

    private const string Counts =
        """
        SELECT relname, (xpath('//c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I', relname), false, true, '')))[1]::text::bigint
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '__EFMigrationsHistory' ORDER BY relname
        """;

    /// <summary>What is written when the version of the name has been reached, in the words of that version.</summary>
    private static readonly (string Version, string Rows)[] Written =
    [
        ("0001_books",
            $"""
            INSERT INTO orgs (org, currency, created_at) VALUES ('{Org}', 'USD', now());
            INSERT INTO processing_codes (org, code, impact, reversal_code) VALUES ('{Org}', '090907', 1, '090908'), ('{Org}', '090908', -1, NULL);
            INSERT INTO accounts (org, id, kind, currency, balance, opened_at) VALUES ('{Org}', 1, 'customer', 'USD', 8, now()), ('{Org}', 2, 'merchant', 'USD', 2, now());
            INSERT INTO authorizations (org, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
            VALUES ('{Org}', 1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'FORCE', 'pismo', 1, '090907', 1, 10, 'USD', now(), true, '');
            INSERT INTO movements (org, id, authorization_id, kind, debit_account, credit_account, amount, credit_balance)
            VALUES ('{Org}', 2, 1, 'principal', -1, 1, 10, 10);
            """),
        ("0002_transfers",
            $"""
            INSERT INTO authorizations (org, id, tracking_id, type, channel, account_id, counterpart_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
            VALUES ('{Org}', 3, 'moved', 'TRANSFER', 'pismo', 1, 4, '090908', -1, 2, 'USD', now(), true, ''),
                ('{Org}', 4, NULL, 'TRANSFER', 'pismo', 2, 3, '090907', 1, 2, 'USD', now(), true, '');
            INSERT INTO movements (org, id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance)
            VALUES ('{Org}', 5, 3, 'principal', 1, 2, 2, 8, 2);
            """),
        ("0003_webhooks",
            $"""
            INSERT INTO webhooks (org, name, url, types, secret, created_at, position_id, position_part) VALUES ('{Org}', 'kept', 'http://127.0.0.1:9/', 'none', 'plain', now(), 5, 9);
            INSERT INTO webhook_deliveries (org, name, authorization_id, part, run, attempt, event_id, event_type, status, at, dead)
            VALUES ('{Org}', 'kept', 1, 0, 1, 1, gen_random_uuid(), 'authorization-event', 200, now(), false);
            """),
        ("0004_merchants", $"INSERT INTO attempts (org, id, tracking_id, channel, account_id, declined, created_at) VALUES ('{Org}', 6, 'x', 'bluefin', 1, true, now())"),
        ("0005_switchable_books",
            $"""
            INSERT INTO books (book, created_at) VALUES ('{Kept}', now());
            INSERT INTO snapshots (org, name, book, currency, settled_below, accounts, authorizations, movements, created_at) VALUES ('{Org}', 'kept', '{Kept}', 'USD', 0, 1, 0, 0, now());
            INSERT INTO accounts (book, id, kind, currency, opened_at) VALUES ('{Kept}', 7, 'customer', 'USD', now());
            """),
        ("0006_clock", "UPDATE orgs SET clock_frozen_at = '2026-03-01T10:00:00Z'"),
        ("0007_delayed_operations",
            $$$"""
            INSERT INTO delayed_operations (book, id, tracking_id, account_id, operation, accepted_at, due_at) VALUES ('{{{Org}}}', 7, 'waits-waits-waits-waits-waits-waits-', 1,
                '{"kind":"force","tracking_id":"waits-waits-waits-waits-waits-waits-","cid":"c","channel":"pismo","in_timeline":true,"account_id":1,"amount":1,"processing_code":"090907"}',
                now(), '2026-03-01T11:00:00Z');
            INSERT INTO denials (book, id, tracking_id, account_id, operation, error, event_date, cid) VALUES ('{{{Org}}}', 8, 'denied', 1,
                '{"kind":"force","tracking_id":"denied","cid":"c","channel":"pismo","in_timeline":true,"account_id":1,"amount":1,"processing_code":"090907"}',
                'INSUFFICIENT_FUNDS', now(), 'c');
            """),
        ("0009_fault_rules", $$$"""INSERT INTO fault_rules VALUES ('{{{Org}}}', 'third', '{"match":{"account":999},"effect":{"drop":"after_commit"}}', gen_random_uuid())"""),
        ("0012_webhook_rotation", "UPDATE webhooks SET previous_secret = 'whsec_aaaa', previous_secret_until = now()"),
        ("0013_fees", "UPDATE processing_codes SET fee_fixed = 1, fee_method = 'greater' WHERE code = '090908'"),
        ("0014_statuses",
            $"""
            INSERT INTO account_statuses VALUES ('{Org}', 'UNDER_REVIEW', 'CREDIT_ONLY', false);
            INSERT INTO status_changes (book, id, account_id, old_status, new_status, event_date, cid) VALUES ('{Org}', 9, 2, 'BLOCKED', 'NORMAL', now(), '');
            """),
        ("0016_holds",
            $"""
            INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
            VALUES ('{Org}', 10, 'held', 'HOLD', 'pismo', 1, '200001', -1, 3, 'USD', now(), true, '');
            INSERT INTO hold_changes (book, authorization_id, hold_id, account_id, change, held, balance, headroom) VALUES ('{Org}', 10, 10, 1, 3, 3, 8, 0);
            UPDATE accounts SET held = 3 WHERE book = '{Org}' AND id = 1;
            """),
        ("0017_payments",
            $"""
            INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid, denied)
            VALUES ('{Org}', 11, 'refused', 'PAYMENT', 'pismo', 1, '090908', -1, 99, 'USD', now(), true, '', 'INSUFFICIENT_FUNDS');
            """),
        ("0018_network_authorizations", $"INSERT INTO network_authorizations VALUES ('{Org}', 12, 1, 5, 'USD', 'visa', now(), '')"),
        ("0019_pre_authorizations",
            $"""
            INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
            VALUES ('{Org}', 13, 'pre-authorized', 'PRE_AUTHORIZATION', 'pismo', 1, '090908', -1, 1, 'USD', now(), true, '');
            INSERT INTO hold_changes (book, authorization_id, hold_id, account_id, change, held, balance, headroom) VALUES ('{Org}', 13, 13, 1, 1, 4, 8, 0);
            UPDATE accounts SET held = 4 WHERE book = '{Org}' AND id = 1;
            """),
        ("0021_webhook_pause", "UPDATE webhooks SET paused_since = now()"),
    ];

    [Fact]
    public async Task Every_version_with_rows_in_it_becomes_the_present_one_and_loses_none()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        var written = Written.ToDictionary(step => step.Version, step => step.Rows, StringComparer.Ordinal);
        var before = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var version in await VersionsAsync(database))
        {
            await Migrations.MigrateAsync(database, version);
            var after = await CountsAsync(database);
            Assert.All(before, table => Assert.True(after[table.Key] >= table.Value, $"{version} loses rows of {table.Key}"));
            if (written.Remove(version, out var rows))
                await Sql.ExecuteAsync(database, rows);
            before = await CountsAsync(database);
        }
        Assert.Empty(written.Keys);
        Assert.All(before, table => Assert.True(table.Value > 0, $"{table.Key} has no rows: add some at the version that brings it"));

        await using var service = await RunningService.StartAsync(database);
        await using var tenant = new Tenant(service, $"TN-{Org}");
        Assert.Equal(before["movements"], await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM movements"));
        Assert.Equal((8, 2), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
        Assert.Equal(4, (await tenant.GetAsync("/sandbox/accounts/1")).Json.GetProperty("held").GetDecimal());
        Assert.Equal(409, (await tenant.ForceAsync(Body.Force("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1, 10))).Code);
        Assert.Equal(200, (await tenant.PostAsync("/sandbox/clock/advance", """{"by":"PT2H"}""")).Code);
        await tenant.UntilNothingWaitsAsync();
        Assert.Equal(9, await tenant.BalanceOfAsync(1));
    }

    private static async Task<List<string>> VersionsAsync(string database)
    {
        await using var source = LedgerDatabase.Open(database);
        await using var context = LedgerDatabase.Context(source);
        return [.. Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetMigrations(context.Database)];
    }

    private static async Task<Dictionary<string, long>> CountsAsync(string database) => (await Sql.RowsAsync(database, Counts))
        .ToDictionary(row => row.Split(' ')[0], row => long.Parse(row.Split(' ')[1]), StringComparer.Ordinal);
}
