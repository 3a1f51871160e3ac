using ForceOps.Api.Tests.Accounts;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Database;

/// <summary>A ledger that an earlier build left behind goes on under this one.</summary>
public sealed class UpgradeTests(SharedService shared)
{
    private const string Org = "11111111-1111-1111-1111-111111111111";

    private const string BeforeBooks = "0004_merchants";
    private const string BeforeDomains = "0009_fault_rules";
    private const string AfterDomains = "0012_webhook_rotation";
    private const string BeforeStatuses = "0013_fees";

    private const string Rows =
        $"""
        INSERT INTO orgs (org, currency, created_at) VALUES ('{Org}', 'USD', now());
        INSERT INTO processing_codes (org, code, impact, reversal_code) VALUES ('{Org}', '090907', 1, '090908');
        INSERT INTO accounts (org, id, kind, currency, balance, opened_at) VALUES ('{Org}', 1, 'customer', 'USD', 10, now());
        INSERT INTO authorizations (org, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
        VALUES ('{Org}', 1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'FORCE', 'pismo', 1, '090907', 1, 10, 'USD', now(), true, '');
        INSERT INTO movements (org, id, authorization_id, kind, debit_account, credit_account, amount, credit_balance)
        VALUES ('{Org}', 2, 1, 'principal', -1, 1, 10, 10);
        INSERT INTO attempts (org, id, tracking_id, channel, account_id, declined, created_at) VALUES ('{Org}', 5, 'x', 'bluefin', 1, true, now());
        """;

    [Fact]
    public async Task What_was_posted_before_books_could_be_switched_is_all_there()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        await Migrations.MigrateAsync(database, BeforeBooks);
        await Sql.ExecuteAsync(database, Rows);
        // Not rewritten, up to the migration that gives columns other types: the pages of the tables stay the files that they were.
        const string Files = "SELECT relname, relfilenode FROM pg_class WHERE relname IN ('accounts', 'authorizations', 'movements', 'processing_codes', 'attempts') ORDER BY 1";
        var files = await Sql.RowsAsync(database, Files);

        await Migrations.MigrateAsync(database, BeforeDomains);
        Assert.Equal(files, await Sql.RowsAsync(database, Files));
        await using var service = await RunningService.StartAsync(database);

        await using var tenant = new Tenant(service, $"TN-{Org}");
        Assert.Equal(10, await tenant.BalanceOfAsync(1));
        Assert.Equal("""{"accounts":1,"authorizations":1,"movements":1}""", await tenant.CountsAsync());
        Assert.Equal(409, (await tenant.ForceAsync(Body.Force("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1, 10))).Code);
        Assert.Equal(200, (await tenant.CancelForceAsync(
            Body.Cancel(Tenant.NewTrackingId(), "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 4))).Code);
        Assert.Equal(6, await tenant.BalanceOfAsync(1));
        Assert.Equal(["1"], await Sql.RowsAsync(database, $"SELECT count(*) FROM attempts WHERE book = '{Org}'"));
    }

    [Fact]
    public async Task What_was_posted_before_columns_had_domains_is_all_there_and_guarded_as_before()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        await Migrations.MigrateAsync(database, BeforeDomains);
        await Sql.ExecuteAsync(database, RowsOfEveryKind);
        var (rows, guards) = (await Sql.RowsAsync(database, AllRows), await Sql.RowsAsync(database, Guards));

        await Migrations.MigrateAsync(database, AfterDomains);

        Assert.Equal(12, rows.Count);
        Assert.Equal(rows, await Sql.RowsAsync(database, AllRows));
        Assert.Equal(guards, await Sql.RowsAsync(database, Guards));
        await using var service = await RunningService.StartAsync(database);
        // They go with a column's type, and without them the planner believes in walks.
        Assert.Equal(["authorizations tracking_id"], await Sql.RowsAsync(
            database, "SELECT tablename, attname FROM pg_stats WHERE attname = 'tracking_id'"));
        await using var tenant = new Tenant(service, $"TN-{Org}");
        Assert.Equal(409, (await tenant.ForceAsync(Body.Force(Force, 1, 10))).Code);
        Assert.Equal(200, (await tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), Force, 2))).Code);
        Assert.Equal((1, 7), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
    }

    [Fact]
    public async Task The_three_statuses_of_before_have_Pismos_names_in_every_book()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        await Migrations.MigrateAsync(database, BeforeDomains);
        await Sql.ExecuteAsync(database, RowsOfEveryKind);
        await Migrations.MigrateAsync(database, BeforeStatuses);
        await Sql.ExecuteAsync(
            database,
            $"INSERT INTO accounts (book, id, kind, status, currency, opened_at) VALUES ('{Org}', 3, 'customer', 'canceled', 'USD', now())");
        // A book of a snapshot is no org's, and is converted as well.
        const string Copied =
            $$"""
            INSERT INTO books (book, created_at) VALUES ('22222222-2222-2222-2222-222222222222', now());
            INSERT INTO accounts SELECT (json_populate_record(accounts, '{"book":"22222222-2222-2222-2222-222222222222"}')).* FROM accounts;
            INSERT INTO snapshots (org, name, book, currency, settled_below, accounts, authorizations, movements, created_at)
            VALUES ('{{Org}}', 'kept', '22222222-2222-2222-2222-222222222222', 'USD', 0, 3, 0, 0, now());
            """;
        await Sql.ExecuteAsync(database, Copied);
        const string Others =
            "SELECT concat_ws(' ', book, id, kind, processing, currency, balance, credit_limit, limit_per_day, spent_on, spent, version, opened_at) FROM accounts ORDER BY 1";
        var others = await Sql.RowsAsync(database, Others);

        await using var service = await RunningService.StartAsync(database);

        Assert.Equal(others, await Sql.RowsAsync(database, Others));
        string[] converted = ["1 NORMAL", "1 NORMAL", "2 BLOCKED", "2 BLOCKED", "3 CANCELLED", "3 CANCELLED"];
        Assert.Equal(converted, await Sql.RowsAsync(database, "SELECT id, status FROM accounts ORDER BY id, status"));
        Assert.Equal(
            ["accounts status"], await Sql.RowsAsync(database, "SELECT tablename, attname FROM pg_stats WHERE attname = 'status' AND tablename = 'accounts'"));
        await using var tenant = new Tenant(service, $"TN-{Org}");
        Assert.Equal(("active", "NORMAL"), (await tenant.ShownAsync(1), await tenant.StatusOfAsync(1)));
        Assert.Equal(("blocked", "BLOCKED"), (await tenant.ShownAsync(2), await tenant.StatusOfAsync(2)));
        Assert.Equal(("canceled", "CANCELLED"), (await tenant.ShownAsync(3), await tenant.StatusOfAsync(3)));
        await tenant.PutAsync("/sandbox/accounts/4", "{}");
        Assert.Equal("NORMAL", await tenant.StatusOfAsync(4));
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Post, "/sandbox/snapshots/kept/restore", null)).Code);
        Assert.Equal("BLOCKED", await tenant.StatusOfAsync(2));
        // The book of the snapshot has no movements, so its balances are not what the movements say.
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Post, "/sandbox/reset", null)).Code);
    }

    private const string Force = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    // A force with its fee, a cancellation of a part of it, a transfer, and a force of a card dialect.
    private const string RowsOfEveryKind =
        $$"""
        INSERT INTO books (book, created_at) VALUES ('{{Org}}', now());
        INSERT INTO orgs (org, book, currency, created_at) VALUES ('{{Org}}', '{{Org}}', 'USD', now());
        INSERT INTO processing_codes (book, code, impact, reversal_code) VALUES ('{{Org}}', '090907', 1, '090908'), ('{{Org}}', '090908', -1, '090907');
        INSERT INTO accounts (book, id, kind, status, processing, currency, balance, credit_limit, limit_per_day, spent_on, spent, version, opened_at)
        VALUES ('{{Org}}', 1, 'customer', 'active', 'normal', 'USD', 3, 5, 50, '2026-01-02', 2, 4, now()),
            ('{{Org}}', 2, 'merchant', 'blocked', 'delayed', 'USD', 7, 0, NULL, NULL, 0, 2, now());
        INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, counterpart_id, processing_code, impact, amount, fee, currency,
            descriptor, metadata, parent_id, event_date, canceled_amount, in_timeline, cid, external)
        VALUES ('{{Org}}', 1, '{{Force}}', 'FORCE', 'pismo', 1, NULL, '090907', 1, 10, 1, 'USD', 'coffee', '{"a": 1}', NULL, now(), 4, true, 'c', NULL),
            ('{{Org}}', 4, 'canceled', 'FORCE', 'pismo', 1, NULL, '090908', -1, 4, 0, 'USD', NULL, NULL, 1, now(), 0, true, 'c', NULL),
            ('{{Org}}', 6, 'moved', 'TRANSFER', 'pismo', 1, 7, '090908', -1, 2, 0, 'USD', NULL, NULL, NULL, now(), 0, true, 'c', 'outside'),
            ('{{Org}}', 7, NULL, 'TRANSFER', 'pismo', 2, 6, '090907', 1, 2, 0, 'USD', NULL, NULL, NULL, now(), 0, true, 'c', NULL),
            ('{{Org}}', 9, 'card', 'FORCE', 'fiserv', 2, NULL, '090907', 1, 5, 0, 'USD', NULL, '{"merchantOrderId":"o"}', NULL, now(), 0, true, 'c', NULL);
        INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance)
        VALUES ('{{Org}}', 2, 1, 'principal', -1, 1, 10, NULL, 10), ('{{Org}}', 3, 1, 'fee', 1, -2, 1, 9, NULL),
            ('{{Org}}', 5, 4, 'reversal', 1, -1, 4, 5, NULL), ('{{Org}}', 8, 6, 'principal', 1, 2, 2, 3, 2), ('{{Org}}', 10, 9, 'principal', -1, 2, 5, NULL, 7);
        """;

    private const string AllRows =
        "SELECT accounts::text FROM accounts UNION ALL SELECT authorizations::text FROM authorizations UNION ALL SELECT movements::text FROM movements ORDER BY 1";

    // All but the types; a column with a domain is cast where it is compared.
    private const string Guards =
        """
        SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT replace(indexdef, '(channel)::text', 'channel') FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND connamespace = 'public'::regnamespace
        UNION ALL SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND cardinality(conkey) > 1
            AND conname NOT IN ('accounts_limits', 'authorizations_amount')
        UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, attnotnull, attcollation::regcollation, pg_get_expr(adbin, adrelid))
            FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            WHERE attnum > 0 AND attrelid IN ('accounts'::regclass, 'authorizations'::regclass, 'movements'::regclass)
        ORDER BY 1
        """;
}
