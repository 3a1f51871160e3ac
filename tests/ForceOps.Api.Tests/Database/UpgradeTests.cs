using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Database;

/// <summary>A ledger that an earlier build left behind goes on under this one.</summary>
public sealed class UpgradeTests(SharedService shared)
{
    private const string Org = "11111111-1111-1111-1111-111111111111";

    private static readonly string[] Before = ["0001_books", "0002_transfers", "0003_webhooks", "0004_merchants"];

    private const string Rows =
        $"""
        CREATE TABLE "__EFMigrationsHistory" ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL);
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
        var database = await shared.Postgres.CreateDatabaseAsync();
        foreach (var id in Before)
            await Migrations.RunAsync(database, id);
        await Sql.ExecuteAsync(database, Rows);
        foreach (var id in Before)
            await Sql.ExecuteAsync(database, $"""INSERT INTO "__EFMigrationsHistory" VALUES ('{id}', '10.0.0')""");
        // Not rewritten: the pages of the tables stay the files that they were.
        const string Files = "SELECT relname, relfilenode FROM pg_class WHERE relname IN ('accounts', 'authorizations', 'movements', 'processing_codes', 'attempts') ORDER BY 1";
        var files = await Sql.RowsAsync(database, Files);

        await using var service = await RunningService.StartAsync(database);

        Assert.Equal(files, await Sql.RowsAsync(database, Files));
        await using var tenant = new Tenant(service, $"TN-{Org}");
        Assert.Equal(10, await tenant.BalanceOfAsync(1));
        Assert.Equal("""{"accounts":1,"authorizations":1,"movements":1}""", await tenant.CountsAsync());
        Assert.Equal(409, (await tenant.ForceAsync(Body.Force("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1, 10))).Code);
        Assert.Equal(200, (await tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 4))).Code);
        Assert.Equal(6, await tenant.BalanceOfAsync(1));
        Assert.Equal(["1"], await Sql.RowsAsync(database, $"SELECT count(*) FROM attempts WHERE book = '{Org}'"));
    }
}
