using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>A row that somebody else keeps locked is the trouble of those who need that row.</summary>
public sealed class LockTimeoutTests(SharedService shared) : IAsyncLifetime
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMilliseconds(500);

    private RunningService _service = null!;

    public async ValueTask InitializeAsync() => _service = await RunningService.StartAsync(
        await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Ledger:LockTimeout", LockTimeout.ToString()));

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Only_those_who_need_the_locked_row_are_told_503_and_may_come_again()
    {
        await using var tenant = _service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":20,"currency":"USD"}""");
        var locked = Enumerable.Range(0, 3).Select(_ => Body.Force(Tenant.NewTrackingId(), 7, 1)).ToList();
        var free = Enumerable.Range(8, 13).Select(account => Body.Force(Tenant.NewTrackingId(), account, 1)).ToList();
        await using (var hold = await Hold.OnAccountAsync(_service.Database, tenant.Org, 7))
        {
            // The first waits behind the lock; meanwhile the others gather in one batch.
            var waiting = new List<Task<Answer>> { tenant.ForceAsync(locked[0]) };
            await hold.WaitForWaitersAsync();
            var others = free.Select(body => tenant.ForceAsync(body)).ToList();
            waiting.AddRange(locked.Skip(1).Select(body => tenant.ForceAsync(body)));

            Assert.All(await Task.WhenAll(others), answer => Assert.Equal(201, answer.Code));
            Assert.All(await Task.WhenAll(waiting), answer =>
            {
                Assert.Equal((503, "LEDGER_UNAVAILABLE"), (answer.Code, answer.ErrorCode));
                Assert.Matches("^[0-9]+$", answer.Header("retry-after"));
            });
            Assert.Equal(0, await tenant.BalanceOfAsync(7));
        }
        Assert.All(await Task.WhenAll(locked.Select(body => tenant.ForceAsync(body))), answer => Assert.Equal(201, answer.Code));
        Assert.Equal(3, await tenant.BalanceOfAsync(7));
    }

    [Fact]
    public async Task Many_callers_behind_one_locked_row_do_not_wait_for_one_another()
    {
        await using var tenant = _service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":20,"currency":"USD"}""");
        await using var hold = await Hold.OnAccountAsync(_service.Database, tenant.Org, 7);
        var began = TimeProvider.System.GetTimestamp();

        var calls = Enumerable.Range(0, 40).Select(_ => tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 7, 1))).ToList();
        var other = tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 8, 1));
        var answers = await Task.WhenAll(calls);

        // The first batch, the one that gathered meanwhile, and as much again for a busy machine; not one timeout a caller.
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), LockTimeout, 8 * LockTimeout);
        Assert.All(answers, answer => Assert.Equal(503, answer.Code));
        Assert.Equal(201, (await other).Code);
    }
}
