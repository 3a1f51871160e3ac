using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Storm;

/// <summary>A row that somebody else keeps locked is the trouble of those who need that row.</summary>
public sealed class LockTimeoutTests(SharedService shared) : IAsyncLifetime
{
    private RunningService _service = null!;

    public async ValueTask InitializeAsync() => _service = await RunningService.StartAsync(
        await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Ledger:LockTimeout", "00:00:00.5"));

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Only_those_who_need_the_locked_row_are_told_202_and_are_posted_in_their_order_once_it_is_free()
    {
        await using var tenant = _service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":20,"currency":"USD"}""");
        var locked = Enumerable.Range(0, 3).Select(_ => Body.Force(Tenant.NewTrackingId(), 7, 1)).ToList();
        var free = Enumerable.Range(8, 13).Select(account => Body.Force(Tenant.NewTrackingId(), account, 1)).ToList();
        await using (var hold = await HeldLock.OnAccountAsync(_service.Database, tenant.Org, 7))
        {
            // The first waits behind the lock; meanwhile the others gather in one batch.
            var waiting = new List<Task<Answer>> { tenant.ForceAsync(locked[0]) };
            await hold.WaitForWaitersAsync();
            var others = free.Select(body => tenant.ForceAsync(body)).ToList();
            waiting.AddRange(locked.Skip(1).Select(body => tenant.ForceAsync(body)));

            Assert.All(await Task.WhenAll(others), answer => Assert.Equal(201, answer.Code));
            Assert.All(await Task.WhenAll(waiting), answer => DelayedOfTenant.Accepted(answer));
            Assert.Equal(0, await tenant.BalanceOfAsync(7));
            // A repeat needs the locked row too, and is told what the first was told.
            DelayedOfTenant.Accepted(await tenant.ForceAsync(locked[0]));
            DelayedOfTenant.Accepted(await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 7, 10)));
            Assert.Equal(4, (await tenant.WaitingAsync()).Count);
            Assert.Equal(201, (await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 8, 1))).Code);
        }
        await tenant.UntilNothingWaitsAsync();
        Assert.Equal(13, await tenant.BalanceOfAsync(7));
        var last = (await tenant.GetAsync("/sandbox/accounts/7/movements")).Json.GetProperty("items")[0];
        Assert.Equal(10, last.GetProperty("amount").GetDecimal());
        Assert.All(await Task.WhenAll(locked.Select(body => tenant.ForceAsync(body))),
            answer => Assert.Equal("same", answer.Header("x-forceops-replay")));
    }

    [Fact]
    public async Task Many_callers_behind_one_locked_row_do_not_wait_for_one_another()
    {
        await using var tenant = _service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":20,"currency":"USD"}""");
        await using var hold = await HeldLock.OnAccountAsync(_service.Database, tenant.Org, 7);
        const int callers = 40;

        var calls = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 7, 1))));
        var other = tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 8, 1));

        // The first batch waits, and the one that gathered meanwhile, and some more on a busy machine; not every caller for himself.
        Assert.InRange(await hold.CountWaitsAsync(calls), 1, callers / 2);
        Assert.All(await calls, answer => Assert.Equal(202, answer.Code));
        Assert.Equal(201, (await other).Code);
    }

    /// <summary>
    /// The driver prepares a statement when it is used a second time. An error behind the first of several rows keeps the statements behind
    /// it from being prepared, which the driver does not notice: the next batch of that session was answered 500.
    /// </summary>
    [Fact]
    public async Task A_lock_that_times_out_behind_the_first_row_does_not_spoil_the_session()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Ledger:LockTimeout", "00:00:00.5"), ("ForceOps:Ledger:Writers", "1"));
        await using var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":20,"currency":"USD","credit_limit":1000}""");
        Assert.Equal(201, (await tenant.TransferAsync("account:1", "account:7", 1)).Code);
        await using (await HeldLock.OnAccountAsync(service.Database, tenant.Org, 7))
            DelayedOfTenant.Accepted(await tenant.TransferAsync("account:1", "account:7", 1));
        await tenant.UntilNothingWaitsAsync();
        for (var i = 0; i < 3; i++)
            Assert.Equal(201, (await tenant.TransferAsync("account:1", "account:7", 1)).Code);
        Assert.Equal(5, await tenant.BalanceOfAsync(7));
        Assert.DoesNotContain("could not be written", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_dialects_have_no_word_for_later_and_say_503()
    {
        await using var tenant = _service.NewTenant();
        await tenant.PutAsync($"/sandbox/accounts/{BluefinCalls.Account}", """{"kind":"merchant","currency":"USD"}""");
        await using (await HeldLock.OnAccountAsync(_service.Database, tenant.Org, long.Parse(BluefinCalls.Account)))
            Assert.Equal(503, (await tenant.BluefinForceAsync(BluefinCalls.Sample)).Code);
        await tenant.PutAsync("/sandbox/accounts/100004000100157", """{"kind":"merchant","currency":"USD"}""");
        await using (await HeldLock.OnAccountAsync(_service.Database, tenant.Org, 100004000100157))
            Assert.Equal(503, (await tenant.ForcedPostAsync(FiservCalls.Sample)).Code);
        Assert.Empty(await tenant.WaitingAsync());
    }

    [Fact]
    public async Task A_locked_row_holds_up_neither_other_orgs_nor_what_is_due_on_other_accounts()
    {
        await using var tenant = _service.NewTenant();
        await using var other = _service.NewTenant();
        foreach (var org in new[] { tenant, other })
        {
            foreach (var account in new[] { 7, 8 })
                await org.DelayAsync(account);
        }
        await using (var hold = await HeldLock.OnAccountAsync(_service.Database, tenant.Org, 7))
        {
            var stuck = Body.Force(Tenant.NewTrackingId(), 7, 1);
            await tenant.PutAsync("/sandbox/accounts/9", "{}");
            DelayedOfTenant.Accepted(await tenant.ForceAsync(stuck));
            var (mine, theirs) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
            DelayedOfTenant.Accepted(await tenant.ForceAsync(Body.Force(mine, 8, 1)));
            DelayedOfTenant.Accepted(await other.ForceAsync(Body.Force(theirs, 7, 1)));
            await other.UntilNothingWaitsAsync();
            var began = TimeProvider.System.GetTimestamp();
            while ((await tenant.FindAsync(mine)).Code != 200)
                Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30),
                    "an account that nobody locks is held up");
            Assert.Single(await tenant.WaitingAsync());
        }
        await tenant.UntilNothingWaitsAsync();
        Assert.Equal((1, 1), (await tenant.BalanceOfAsync(7), await tenant.BalanceOfAsync(8)));
    }
}
