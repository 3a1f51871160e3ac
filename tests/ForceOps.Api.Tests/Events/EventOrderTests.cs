using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using Npgsql;

namespace ForceOps.Api.Tests.Events;

/// <summary>Every commit once, in an order that is each account's commit order, whoever posts and whoever reads.</summary>
[Collection(Lanes.Crowds)]
public sealed class EventOrderTests(SharedService shared)
{
    [Fact]
    public async Task Two_services_on_one_database_give_the_same_events_in_commit_order_of_each_account()
    {
        await using var second = await RunningService.StartAsync(shared.Service.Database);
        await using var tenant = shared.NewTenant();
        await using var other = new Tenant(second, tenant.Org);
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":10}""");
        var seen = new List<string>();
        using var reading = new CancellationTokenSource();
        // A reader that follows with its cursor must end with exactly what is there, whatever was in flight when it looked.
        var following = Task.Run(async () =>
        {
            var after = "0";
            while (true)
            {
                var last = reading.IsCancellationRequested;
                var page = (await other.GetAsync($"/sandbox/events?after={after}&limit=37")).Json;
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()));
                after = page.GetProperty("last").GetString() ?? "0";
                if (last && page.GetProperty("next").GetString() is null)
                    return;
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async worker =>
        {
            for (var i = 0; i < 40; i++)
            {
                var poster = (worker + i) % 2 == 0 ? tenant : other;
                // Pairs of accounts in one batch, so that batches of the two processes wait for each other in the middle.
                var answer = await poster.ForceAsync($$"""{"account_id":{{1 + (
                    (worker + (i * 7)) % 10)}},"amount":1,"processing_code":"{{(i % 3 == 0 ? "090908" : "090911")}}"}""");
                Assert.Equal(201, answer.Code);
            }
        }));
        await reading.CancelAsync();
        await following;

        Assert.Equal(await tenant.EventsAsync(), seen);
        Assert.Equal(await tenant.EventsAsync(limit: 7), seen);
        Assert.Equal(640, seen.Count(text => text.Contains("\"authorization-event\"")));
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        EventsOfTenant.AssertBalancesContinue(await tenant.EventObjectsAsync());
        TestContext.Current.SendDiagnosticMessage($"accounts' steps against transaction id order: {await InversionsAsync(tenant.Org)}");
    }

    [Fact]
    public async Task Nothing_uncommitted_is_shown_and_nothing_later_in_place_of_it()
    {
        await using var second = await RunningService.StartAsync(shared.Service.Database, ("ForceOps:Events:Patience", "00:00:00.100"));
        await using var tenant = shared.NewTenant();
        await using var other = new Tenant(second, tenant.Org);
        await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");
        await other.ForceAsync("""{"account_id":2,"amount":1,"processing_code":"090907"}""");
        Assert.Equal(4, (await other.EventsAsync()).Count);

        // A row of ours with the same tracking id, not committed, stops a batch of the first service after it has taken its ids.
        var trackingId = Tenant.NewTrackingId();
        await using var hold = await HeldLock.OnTrackingIdAsync(shared.Service.Database, tenant.Org, trackingId);
        var stuck = tenant.ForceAsync($$"""{"tracking_id":"{{trackingId}}","account_id":1,"amount":2,"processing_code":"090907"}""");
        await hold.WaitForWaitersAsync();
        Assert.Equal(201, (await other.ForceAsync("""{"account_id":2,"amount":3,"processing_code":"090907"}""")).Code);

        Assert.Equal(4, (await other.EventsAsync()).Count);

        await hold.ReleaseAsync();
        Assert.Equal(201, (await stuck).Code);
        var events = await other.EventObjectsAsync();
        Assert.Equal([1m, 1m, 2m, 3m], events.Where(
            one => one.TypeOf() == "authorization-event").Select(one => one.Data().GetProperty("amount").GetDecimal()));
    }

    [Fact]
    public async Task Filters_and_bad_cursors()
    {
        await using var tenant = shared.NewTenant();
        for (var i = 1; i <= 3; i++)
            await tenant.ForceAsync($$"""{"account_id":{{i}},"amount":1,"processing_code":"090910"}""");

        Assert.Equal(3, (await tenant.EventsAsync("&account=2", limit: 1)).Count);
        Assert.Equal(6, (await tenant.EventsAsync("&type=change_available", limit: 2)).Count);
        Assert.Equal(9, (await tenant.EventsAsync("&type=change_available,authorization-event")).Count);
        foreach (var bad in new[] { "after=x", "after=1", "after=1.99", "after=-1.0", "type=nothing", "account=x", "limit=0" })
            Assert.Equal(400, (await tenant.GetAsync($"/sandbox/events?{bad}")).Code);
    }

    private async Task<long> InversionsAsync(string org)
    {
        await using var connection = new NpgsqlConnection(shared.Service.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) FROM (SELECT age(xmin), lag(age(xmin)) OVER (PARTITION BY account_id ORDER BY id) AS before FROM authorizations WHERE book = $1) AS steps
            WHERE age > before
            """,
            connection) { Parameters = { new() { Value = Guid.Parse(org[3..]) } } };
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
