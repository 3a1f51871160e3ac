using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Delayed;

/// <summary>I8 and I9: what was answered 202 survives the process that said so, and is posted once by the next one.</summary>
[Collection(Lanes.Crowds)]
public sealed class DelayedKilledTests(SharedService shared)
{
    [Fact]
    public async Task I9_What_was_accepted_before_a_kill_is_posted_once_after_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var killed = await RunningService.StartProcessAsync(database, LateService.InADay);
        var org = killed.NewTenant().Org;
        var before = new Tenant(killed, org);
        await before.DelayAsync(7);
        var bodies = Enumerable.Range(0, 50).Select(_ => Body.Force(Tenant.NewTrackingId(), 7, 1)).ToList();
        Assert.All(await Task.WhenAll(bodies.Select(body => before.ForceAsync(body))), answer => DelayedOfTenant.Accepted(answer));
        await killed.KillAsync();

        await using var next = await RunningService.StartAsync(database, LateService.InADay);
        await using var tenant = new Tenant(next, org);
        // On a machine that is busy enough a row is locked for so long that some are not for tomorrow but for as soon as it is free.
        var repeated = await tenant.ForceAsync(bodies[0]);
        Assert.True(repeated.Code is 202 or 409, repeated.Text);
        await tenant.PostAllAsync();

        Assert.Equal(50, await tenant.BalanceOfAsync(7));
        Assert.All(await Task.WhenAll(bodies.Select(body => tenant.ForceAsync(body))),
            answer => Assert.Equal((409, "same"), (answer.Code, answer.Header("x-forceops-replay"))));
        Assert.Equal(50, (await tenant.EventsAsync("&type=authorization-event")).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task I9_Processes_that_are_killed_while_they_post_lose_and_double_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        var database = await shared.Postgres.CreateDatabaseAsync();
        // Small batches, so that a kill falls between them.
        (string, string)[] settings = [("ForceOps:Delayed:After", "00:00:00"), ("ForceOps:Ledger:BatchLimit", "3")];
        var service = await RunningService.StartProcessAsync(database, settings);
        var org = service.NewTenant().Org;
        await new Tenant(service, org).PutAsync("/sandbox/accounts", """{"from":1,"to":20,"processing":"delayed"}""");
        var accepted = 0;
        for (var kill = 0; kill < Thorough.Rounds(1, 4); kill++)
        {
            var tenant = new Tenant(service, org);
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 60).Select(i => tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1 + (i % 20), 1))));
            Assert.All(answers, answer => DelayedOfTenant.Accepted(answer));
            accepted += answers.Length;
            await service.KillAsync();
            await service.DisposeAsync();
            service = await RunningService.StartProcessAsync(database, settings);
        }
        await using (service)
        {
            await using var tenant = new Tenant(service, org);
            await tenant.UntilNothingWaitsAsync();
            Assert.Equal(accepted, (await tenant.EventsAsync("&type=authorization-event")).Distinct(StringComparer.Ordinal).Count());
            for (var account = 1; account <= 20; account++)
                Assert.Equal(accepted / 20, await tenant.BalanceOfAsync(account));
        }
    }
}
