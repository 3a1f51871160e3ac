using System.Diagnostics;
using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Outage;

/// <summary>
/// What goes on behind a request whose caller has heard 503: nothing begins to be written, since the caller may send it again.
/// </summary>
[Collection(FreezableService.Name)]
public sealed class AbandonedRequestTests(FreezableService freezable)
{
    [Fact]
    public async Task Nothing_is_written_for_those_who_were_told_that_the_database_does_not_answer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SIGSTOP of a server and its sessions.");
        await using var tenant = freezable.Service.NewTenant();
        await using var queued = freezable.Service.NewTenant();
        var sale = (await tenant.BluefinForceAsync(BluefinCalls.Force("5"))).Id();
        Assert.Equal(200, (await tenant.SettleAsync()).Code);
        var unsettled = (await tenant.BluefinForceAsync(BluefinCalls.Force("3"))).Id();
        await queued.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        await queued.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        var (now, counts) = (await NowAsync(tenant), await tenant.CountsAsync());
        const string refund = """{"posProfile":"ECOMMERCE","amounts":{"total":"1","currency":"USD"}}""";
        // A header instead of rules: nothing is read before the endpoint is.
        var header = ("x-forceops-fault", "latency=1ms");

        await freezable.WhileFrozenAsync(async () =>
        {
            var forces = Enumerable.Range(0, 41).Select(_ => queued.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1))).ToList();
            var dropped = tenant.SendAsync(HttpMethod.Get, BluefinCalls.Path(sale), null, ("x-forceops-fault", "commit-and-drop"));
            (string, Task<Answer>)[] others =
            [
                ("refund", tenant.SendAsync(HttpMethod.Post, BluefinCalls.Path($"{sale}/refund"), refund, header)),
                ("force", tenant.BluefinForceAsync(BluefinCalls.Force("7"), header)),
                ("decline", tenant.BluefinForceAsync(BluefinCalls.Force("5001"), header)),
                ("advance", tenant.SendAsync(HttpMethod.Post, "/sandbox/clock/advance", """{"by":"P1D"}""")),
                ("settle", tenant.SettleAsync()),
                ("account", tenant.PutAsync("/sandbox/accounts/77", """{"currency":"USD"}""")),
                ("reset", queued.SendAsync(HttpMethod.Post, "/sandbox/reset", "")),
            ];
            foreach (var force in forces)
                OutageOfTenant.AssertUnavailable("force", await force.WaitAsync(OutageOfTenant.Patience));
            foreach (var (what, answer) in others)
                OutageOfTenant.AssertUnavailable(what, await answer.WaitAsync(OutageOfTenant.Patience));
            await Assert.ThrowsAsync<HttpRequestException>(() => dropped.WaitAsync(OutageOfTenant.Patience));
        });
        await IdleAsync();

        // The one that was in flight may be posted: nobody could know. All others had not been sent.
        Assert.InRange(await queued.BalanceOfAsync(1), 2, 3);
        Assert.Equal(counts, await tenant.CountsAsync());
        Assert.InRange(await NowAsync(tenant) - now, TimeSpan.Zero, OutageOfTenant.Patience);
        var journal = await tenant.JournalAsync("?limit=4");
        Assert.Equal(4, journal.Count);
        Assert.All(journal, entry => Assert.Null(entry.Text("answer.authorization_id")));
        Assert.All(journal, entry => Assert.Contains(entry.Text("status"), (string?[])["503", null]));
        Assert.Contains(
            "did not answer on /api/v4/accounts/{accountId}/payments/{transactionId}/refund", freezable.Service.Output, StringComparison.Ordinal);
        // The retry is the only refund, and what was not settled before is not settled now.
        Assert.Equal(200, (await tenant.BluefinRefundAsync(sale, refund)).Code);
        Assert.Equal(5 + 3 - 1, await BalanceOfMerchantAsync(tenant));
        Assert.Equal("VOIDED", (await tenant.BluefinRefundAsync(unsettled)).Status());
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_database_that_does_not_answer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SIGSTOP of a server and its sessions.");
        await using var stopped = await RunningService.StartProcessAsync(freezable.Postgres.ConnectionString, FreezableService.Soon);
        var tenant = stopped.NewTenant();
        await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        await freezable.WhileFrozenAsync(async () =>
        {
            var (read, force) = (tenant.GetAsync("/sandbox/accounts"), tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1)));
            OutageOfTenant.AssertUnavailable("read", await read.WaitAsync(OutageOfTenant.Patience));
            OutageOfTenant.AssertUnavailable("force", await force.WaitAsync(OutageOfTenant.Patience));
            var began = Stopwatch.GetTimestamp();
            Assert.Equal(0, await stopped.StopAsync());
            // Minutes before; seconds now, and some more on a machine that is busy.
            Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        });
    }

    [Fact]
    public async Task Connections_that_a_network_forgot_are_replaced_when_the_database_answers_again()
    {
        await using var tenant = freezable.Service.NewTenant();
        await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        // All connections of the pool that nobody keeps are in use when the network is cut, and reads wait for more.
        await using var hold = await HeldLock.ByAsync(freezable.Postgres.ConnectionString, "LOCK TABLE accounts");
        var reads = Enumerable.Range(0, 20).Select(_ => tenant.GetAsync("/sandbox/accounts")).ToList();
        await hold.WaitForWaitersAsync(12);
        freezable.Wire.Cut();
        try
        {
            await hold.ReleaseAsync();
            foreach (var read in reads)
                OutageOfTenant.AssertUnavailable("read", await read.WaitAsync(OutageOfTenant.Patience));
        }
        finally
        {
            freezable.Wire.Mend();
        }

        var began = Stopwatch.GetTimestamp();
        await tenant.WaitUntilReadyAsync();
        await tenant.SettleAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        while ((await tenant.GetAsync("/sandbox/accounts").WaitAsync(OutageOfTenant.Patience)).Code == 503)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        // Their statements would hang for two minutes.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task Contention_is_no_failure_of_the_database()
    {
        await using var tenant = freezable.Service.NewTenant();
        await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        await Sql.ExecuteAsync(freezable.Postgres.ConnectionString,
            $"""
            CREATE FUNCTION lose_the_race() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$;
            CREATE TRIGGER lose_the_race BEFORE INSERT ON authorizations FOR EACH ROW
                WHEN (new.book = '{Sql.OrgOf(tenant.Org)}') EXECUTE FUNCTION lose_the_race()
            """);
        var before = freezable.Service.Output.Length;
        try
        {
            OutageOfTenant.AssertUnavailable("force", await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1)));
            Assert.Equal(200, await tenant.ReadyAsync());
            Assert.DoesNotContain("cannot be written", freezable.Service.Output[before..], StringComparison.Ordinal);
        }
        finally
        {
            await Sql.ExecuteAsync(freezable.Postgres.ConnectionString, "DROP FUNCTION lose_the_race CASCADE");
        }
    }

    private static async Task<DateTimeOffset> NowAsync(Tenant tenant) =>
        (await tenant.GetAsync("/sandbox/clock")).Json.GetProperty("now").GetDateTimeOffset();

    private static async Task<decimal> BalanceOfMerchantAsync(Tenant tenant) =>
        Math.Abs(await tenant.BalanceOfAsync(long.Parse(BluefinCalls.Account, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Waits until nothing is under way in the database: what was sent before it was frozen has come to its end.</summary>
    private async Task IdleAsync()
    {
        using var patience = new CancellationTokenSource(OutageOfTenant.Patience);
        while (await Sql.ScalarAsync<long>(freezable.Postgres.ConnectionString,
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'forceops' AND state <> 'idle' AND query NOT ILIKE '%delayed_operations%'") > 0)
            await Task.Delay(50, patience.Token);
        // The service has received the ends by now, or does so in this time, before it would begin something else.
        await Task.Delay(500, patience.Token);
    }
}
