using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Snapshots;

/// <summary>Books that nobody points at are removed, and only those.</summary>
public sealed class SweeperTests(SharedService shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Abandoned_books_go_in_small_steps_and_all_others_stay()
    {
        await using var service = await StartAsync(chunk: 3);
        await using var tenant = service.NewTenant();
        await using var other = service.NewTenant();
        await other.CreditAsync(1, 4);
        await FillAsync(tenant);
        await tenant.TakeAsync("kept").SuccessAsync();
        await tenant.TakeAsync("dropped").SuccessAsync();
        await tenant.RestoreAsync("dropped").SuccessAsync();
        await tenant.TakeAsync("dropped").SuccessAsync();
        await tenant.DeleteAsync("/sandbox/snapshots/dropped").SuccessAsync();
        await tenant.ResetAsync().SuccessAsync();
        var live = await tenant.BookAsync();

        await UntilAsync(service, "SELECT count(*) FROM books WHERE abandoned_at IS NOT NULL", 0);

        // Live ones of the default org, of this and of the other, and the snapshot.
        Assert.Equal(4, await Sql.ScalarAsync<long>(service.Database, "SELECT count(*) FROM books"));
        foreach (var table in new[] { "movements", "authorizations", "attempts", "accounts", "processing_codes" })
            Assert.Equal(0, await Sql.ScalarAsync<long>(service.Database,
                $"SELECT count(*) FROM {table} WHERE book NOT IN (SELECT book FROM orgs UNION SELECT book FROM snapshots)"));
        Assert.Equal(live, await tenant.BookAsync());
        Assert.Equal(4, await other.BalanceOfAsync(1));
        await tenant.RestoreAsync("kept").SuccessAsync();
        Assert.Equal(29, await tenant.BalanceOfAsync(1));
        Assert.True((await tenant.GetAsync("/sandbox/check?all=true")).Json.GetProperty("ok").GetBoolean());
        Assert.DoesNotContain("could not be removed", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_posting_in_flight_into_abandoned_books_ends_well_and_its_books_go_afterwards()
    {
        await using var service = await StartAsync(chunk: 100);
        await using var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":9}""").SuccessAsync();
        var (book, trackingId) = (await tenant.BookAsync(), Tenant.NewTrackingId());
        // Not committed: the batch's own row with this tracking id waits for it, behind its look at the org.
        await using var hold = await HeldLock.ByAsync(
            service.Database,
            $"""
            INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
            VALUES ('{book}', 1, '{trackingId}', 'FORCE', 'pismo', 9, '090907', 1, 1, 'USD', now(), true, '')
            """);
        var stuck = tenant.ForceAsync(Body.Force(trackingId, 1, 5));
        await hold.WaitForWaitersAsync();

        await tenant.ResetAsync().SuccessAsync();
        await UntilAsync(service, $"SELECT count(*) FROM books WHERE book = '{book}' AND abandoned_at < now() - interval '2 seconds'", 1);
        Assert.Equal(9, await Sql.ScalarAsync<long>(service.Database, $"SELECT count(*) FROM accounts WHERE book = '{book}'"));
        await hold.ReleaseAsync();

        // It was posted before the reset, in the order that counts.
        Assert.Equal(201, (await stuck).Code);
        Assert.Equal(404, (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}")).Code);
        await UntilAsync(service, $"SELECT count(*) FROM books WHERE book = '{book}'", 0);
        Assert.DoesNotContain("could not be removed", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_books_are_copied_and_removed_too()
    {
        await using var service = await StartAsync(chunk: 1000);
        await using var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":100}""").SuccessAsync();
        // Beyond what is removed without a vacuum. As the service would have posted it: account n gets 1 over and over.
        await Sql.ExecuteAsync(
            service.Database,
            $"""
            INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
            SELECT '{Sql.OrgOf(tenant.Org)}', 2 * i, 'large-' || i, 'FORCE', 'pismo', 1 + i % 100, '090907', 1, 1, 'USD', now(), true, '' FROM generate_series(100, 12099) AS i;
            INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, credit_balance)
            SELECT book, id + 1, id, 'principal', -1, account_id, 1, id / 200 FROM authorizations WHERE book = '{Sql.OrgOf(tenant.Org)}';
            UPDATE accounts SET balance = 120 WHERE book = '{Sql.OrgOf(tenant.Org)}';
            """);
        var book = await tenant.BookAsync();
        await tenant.TakeAsync("large").SuccessAsync();
        await tenant.ResetAsync().SuccessAsync();
        await tenant.RestoreAsync("large").SuccessAsync();

        Assert.Equal("""{"accounts":100,"authorizations":12000,"movements":12000}""", await tenant.CountsAsync());
        Assert.True((await tenant.GetAsync("/sandbox/check?all=true")).Json.GetProperty("ok").GetBoolean());
        await UntilAsync(service, $"SELECT count(*) FROM books WHERE book = '{book}'", 0);
        Assert.Equal(0, await Sql.ScalarAsync<long>(service.Database, $"SELECT count(*) FROM movements WHERE book = '{book}'"));
        Assert.DoesNotContain("could not be removed", service.Output, StringComparison.Ordinal);
    }

    private async Task<RunningService> StartAsync(int chunk) => await RunningService.StartAsync(
        await shared.Postgres.CreateDatabaseAsync(), (
            "ForceOps:Snapshots:SweepInterval", "00:00:00.100"), ("ForceOps:Snapshots:SweepAfter", "00:00:01"),
        ("ForceOps:Snapshots:SweepChunk", chunk.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("ForceOps:Ledger:LockTimeout", "00:01:00"));

    /// <summary>Forces, cancellations, transfers and what card dialects remember: every foreign key that a removal can hit.</summary>
    private static async Task FillAsync(Tenant tenant)
    {
        await tenant.PutAsync("/sandbox/accounts/1", """{"credit_limit":1000}""").SuccessAsync();
        for (var i = 0; i < 5; i++)
        {
            var force = await tenant.CreditAsync(1, 10);
            await tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), force, 3)).SuccessAsync();
            var transfer = Tenant.NewTrackingId();
            await tenant.TransferAsync($$$"""{"tracking_id":"{{{transfer}}}","from":[{"account":{"id":1}}],"to":[{"amount":2,"merchant":{"id":9}}]}""").SuccessAsync();
            await tenant.CancelTransferAsync($$"""{"original_tracking_id":"{{transfer}}","amount":0.8}""").SuccessAsync();
        }
        await tenant.PostAsync("/api/v4/accounts/120000000001/payments/init",
            """{"posProfile":"ECOMMERCE","amounts":{"total":"5","currency":"USD"}}""");
    }

    private static async Task UntilAsync(RunningService service, string sql, long count)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await Sql.ScalarAsync<long>(service.Database, sql) != count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"{sql} should be {count} by now:\n{service.Output}");
            await Task.Delay(50);
        }
    }
}
