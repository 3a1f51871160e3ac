using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Delayed;

/// <summary>Two processes post what either of them accepted.</summary>
[Collection(Lanes.Crowds)]
public sealed class TwoWorkersTests(SharedService shared)
{
    [Fact]
    public async Task I9_Five_hundred_operations_are_posted_once_each_and_in_order_by_two_processes()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        // Small batches, so that both of them find work.
        (string, string)[] settings = [("ForceOps:Delayed:After", "00:00:00"), ("ForceOps:Ledger:BatchLimit", "7")];
        var services = await Task.WhenAll(RunningService.StartAsync(database, settings), RunningService.StartAsync(database, settings));
        await using var first = services[0];
        await using var second = services[1];
        await using var tenant = first.NewTenant();
        var other = new Tenant(second, tenant.Org);
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":10,"processing":"delayed"}""");
        var bodies = new List<string>();

        // Of one account one after the other, so that the order of acceptance is known: amounts ascend.
        await Task.WhenAll(Enumerable.Range(1, 10).Select(async account =>
        {
            for (var i = 1; i <= 50; i++)
            {
                var body = Body.Force(Tenant.NewTrackingId(), account, i);
                lock (bodies)
                    bodies.Add(body);
                DelayedOfTenant.Accepted(await (i % 2 == 0 ? tenant : other).ForceAsync(body));
            }
        }));
        await tenant.UntilNothingWaitsAsync();

        Assert.Equal(500, (await tenant.EventsAsync("&type=authorization-event")).Distinct(StringComparer.Ordinal).Count());
        for (var account = 1; account <= 10; account++)
        {
            var movements = (await tenant.GetAsync($"/sandbox/accounts/{account}/movements?limit=100")).Json.GetProperty(
                "items").EnumerateArray();
            Assert.Equal(Enumerable.Range(1, 50).Select(i => (decimal)i),
                movements.Select(one => one.GetProperty("amount").GetDecimal()).Reverse());
        }
        Assert.All(
            await Task.WhenAll(bodies.Chunk(50).Select(chunk => tenant.ForceAsync(chunk[0]))), answer => Assert.Equal(
                (409, "same"), (answer.Code, answer.Header("x-forceops-replay"))));
    }

    [Fact]
    public async Task I9_A_tracking_id_sent_to_both_at_once_waits_once()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        var services = await Task.WhenAll(
            RunningService.StartAsync(database, LateService.InADay), RunningService.StartAsync(database, LateService.InADay));
        await using var first = services[0];
        await using var second = services[1];
        await using var tenant = first.NewTenant();
        var other = new Tenant(second, tenant.Org);
        // No common row to lock: only the unique key stands between the two.
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":2,"processing":"delayed"}""");
        var trackingIds = Enumerable.Range(0, 30).Select(_ => Tenant.NewTrackingId()).ToList();

        var answers = await Task.WhenAll(trackingIds.Select(id => tenant.ForceAsync(Body.Force(id, 1, 5)))
            .Concat(trackingIds.AsEnumerable().Reverse().Select(id => other.ForceAsync(Body.Force(id, 2, 5)))));

        Assert.Equal((30, 30), (answers.Count(answer => answer.Code == 202), answers.Count(answer => answer.Code == 409)));
        Assert.Equal(trackingIds.Order(StringComparer.Ordinal), (await tenant.WaitingAsync()).Order(StringComparer.Ordinal));
        await tenant.PostAllAsync();
        Assert.Equal(150, await tenant.BalanceOfAsync(1) + await tenant.BalanceOfAsync(2));
    }
}
