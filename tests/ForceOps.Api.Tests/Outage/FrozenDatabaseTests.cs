using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Outage;

/// <summary>
/// A database that takes connections and does not answer: nobody waits for it for long, and nothing is lost or doubled by that.
/// </summary>
[Collection(FreezableService.Name)]
public sealed class FrozenDatabaseTests(FreezableService freezable)
{
    private static readonly (HttpMethod Method, string Path, string? Body)[] Others =
    [
        (HttpMethod.Get, "/sandbox/accounts", null),
        (HttpMethod.Get, "/sandbox/accounts/1/movements", null),
        (HttpMethod.Get, "/sandbox/authorizations/1", null),
        (HttpMethod.Get, "/sandbox/check", null),
        (HttpMethod.Get, "/sandbox/events", null),
        (HttpMethod.Get, "/sandbox/webhooks", null),
        (HttpMethod.Put, "/sandbox/accounts/77", """{"currency":"USD"}"""),
        (HttpMethod.Post, "/sandbox/reset", ""),
        (HttpMethod.Get, "/api/v4/accounts/120000000001/payments/000000002048", null),
        (HttpMethod.Post, "/payments/v1/forcedpost", FiservCalls.Sample),
        (HttpMethod.Post, "/payments/v1/transaction-inquiry", FiservCalls.Reference("referenceMerchantTransactionId", "one")),
        (HttpMethod.Post, "/orgs-operation/v1/processing-codes", """{"id":"123456","balance_impact":1,"description":"d"}"""),
        (HttpMethod.Get, "/orgs-operation/v1/processing-codes", null),
        (HttpMethod.Get, "/balances-limits/v1/accounts/1/daily-balances", null),
        (HttpMethod.Get, "/transactions/v1/accounts/1/transactions", null),
        (HttpMethod.Get, "/events/v4/timeline?account_id=1", null),
        (HttpMethod.Patch, "/orgs-operation/v1/processing-codes/090907", """{"description":"d"}"""),
        (HttpMethod.Get, "/accounts/v1/accounts/1", null),
        (HttpMethod.Get, "/balances-limits/v1/accounts/1/limits", null),
        (HttpMethod.Patch, "/accounts/v2/accounts/1/status", """{"status":"BLOCKED"}"""),
        (HttpMethod.Patch, "/accounts/v2/accounts/1/status/rollback", null),
        (HttpMethod.Put, "/sandbox/statuses/DORMANT", """{"allowed_operations":"CREDIT_ONLY"}"""),
    ];

    [Fact]
    public async Task Everybody_who_waits_hears_503_and_learns_the_outcome_by_the_tracking_id()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SIGSTOP of a server and its sessions.");
        var (postgres, service) = (freezable.Postgres, freezable.Service);
        await using var tenant = service.NewTenant();
        await using var reset = service.NewTenant();
        await reset.GetAsync("/sandbox/accounts");
        var bodies = Enumerable.Range(0, 40).Select(i => Body.Force(Tenant.NewTrackingId(), 1 + (i % 4), 1)).ToList();
        // Known accounts and unknown ones, so that both paths of the writer are on their way.
        foreach (var body in bodies.Take(4))
            Assert.Equal(201, (await tenant.ForceAsync(body)).Code);

        postgres.Freeze();
        try
        {
            var forces = bodies.Skip(4).Select(body => tenant.ForceAsync(body)).ToList();
            var newcomer = service.NewTenant().ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
            var others = Others.Select(item => (item.Path, Answer: (item.Path.EndsWith(
                "reset", StringComparison.Ordinal) ? reset : tenant).SendAsync(item.Method, item.Path, item.Body))).ToList();
            Assert.Equal(200, (await tenant.GetAsync("/health/live").WaitAsync(OutageOfTenant.Patience)).Code);
            Assert.Equal(503, await tenant.ReadyAsync());
            Assert.All(await Task.WhenAll(forces).WaitAsync(OutageOfTenant.Patience),
                answer => OutageOfTenant.AssertUnavailable("force", answer));
            OutageOfTenant.AssertUnavailable("a new org's force", await newcomer.WaitAsync(OutageOfTenant.Patience));
            foreach (var (path, answer) in others)
                OutageOfTenant.AssertUnavailable(path, await answer.WaitAsync(OutageOfTenant.Patience));
            // Whoever comes now is refused too, and the service stays alive.
            OutageOfTenant.AssertUnavailable("late force", await tenant.ForceAsync(bodies[0]).WaitAsync(OutageOfTenant.Patience));
            OutageOfTenant.AssertUnavailable("late read", await tenant.GetAsync("/sandbox/accounts").WaitAsync(OutageOfTenant.Patience));
            OutageOfTenant.AssertUnavailable(
                "late stream", await tenant.GetAsync("/sandbox/events/stream").WaitAsync(OutageOfTenant.Patience));
            Assert.Equal(503, await tenant.ReadyAsync());
            Assert.Equal(200, (await tenant.GetAsync("/health/live").WaitAsync(OutageOfTenant.Patience)).Code);
        }
        finally
        {
            postgres.Thaw();
        }

        await tenant.WaitUntilReadyAsync();
        foreach (var body in bodies)
            await tenant.SettleAsync(body);
        Assert.Equal(10, await tenant.BalanceOfAsync(1));
        Assert.Equal(10, await tenant.BalanceOfAsync(4));
        Assert.DoesNotContain("[ERR]", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_and_a_webhook_outlive_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SIGSTOP of a server and its sessions.");
        var (postgres, service) = (freezable.Postgres, freezable.Service);
        await using var tenant = service.NewTenant();
        await using var receiver = Receiver.Start();
        await tenant.PutAsync("/sandbox/webhooks/one", $$"""{"url":"{{receiver.Url}}","types":["change_available"]}""");
        // The first use of a read takes long on a busy machine, and may be answered 503 there.
        await tenant.GetAsync("/sandbox/events");
        await tenant.WaitUntilReadyAsync();
        await using var stream = await StreamReading.OpenAsync(tenant, "?type=change_available");
        await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        await receiver.WaitForAsync(1);

        var body = Body.Force(Tenant.NewTrackingId(), 1, 1);
        postgres.Freeze();
        try
        {
            OutageOfTenant.AssertUnavailable("force", await tenant.ForceAsync(body).WaitAsync(OutageOfTenant.Patience));
            Assert.Equal(": still here", await stream.CommentAsync());
        }
        finally
        {
            postgres.Thaw();
        }

        await tenant.SettleAsync(body);
        await receiver.WaitForAsync(2);
        Assert.Equal(2, receiver.Accepted.Count);
        await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        await receiver.WaitForAsync(3);
        Assert.NotEmpty(await stream.TakeAsync(1));
    }

    [Fact]
    public async Task One_session_that_does_not_answer_holds_nobody_up_for_long()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SIGSTOP of a server and its sessions.");
        var (postgres, service) = (freezable.Postgres, freezable.Service);
        await using var tenant = service.NewTenant();
        for (var i = 0; i < 4; i++)
            await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        // Whichever of them the next batch takes, and the one by which the service asks whether all is well.
        Assert.Equal(200, await tenant.ReadyAsync());
        var sessions = await Sql.RowsAsync(
            postgres.ConnectionString, "SELECT pid FROM pg_stat_activity WHERE application_name = 'forceops' AND query ILIKE '%take_ids%' OR query ILIKE 'COMMIT%' OR application_name = 'forceops pulse'");
        Assert.NotEmpty(sessions);
        var pids = sessions.ConvertAll(row => int.Parse(row, System.Globalization.CultureInfo.InvariantCulture));
        var body = Body.Force(Tenant.NewTrackingId(), 1, 1);
        pids.ForEach(OwnPostgres.Freeze);
        try
        {
            Assert.Equal(200, await tenant.ReadyAsync());
            OutageOfTenant.AssertUnavailable("force", await tenant.ForceAsync(body).WaitAsync(OutageOfTenant.Patience));
            Assert.Equal(200, (await tenant.GetAsync("/sandbox/accounts").WaitAsync(OutageOfTenant.Patience)).Code);
            // Another runner has the place of the one that hangs.
            await tenant.SettleAsync(Body.Force(Tenant.NewTrackingId(), 2, 1));
        }
        finally
        {
            pids.ForEach(OwnPostgres.Thaw);
        }

        await tenant.SettleAsync(body);
        Assert.Equal(5, await tenant.BalanceOfAsync(1));
    }
}
