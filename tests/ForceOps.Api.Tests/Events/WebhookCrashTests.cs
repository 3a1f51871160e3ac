using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>Services die, others go on, and every event arrives.</summary>
[Collection(Lanes.Crowds)]
public sealed class WebhookCrashTests(SharedService shared)
{
    private static readonly int Kills = Thorough.Rounds(1, 3);
    private static readonly int Forces = Thorough.Rounds(250, 10000);
    private const int Accounts = 40;

    /// <summary>A third of the tries fails: more tries than bad luck uses up, and no long pauses between them.</summary>
    private static readonly (string, string)[] Impatient =
    [
        ("ForceOps:Webhooks:TriesMax", "100"), ("ForceOps:Webhooks:RetryDelay", "00:00:00.005"),
        ("ForceOps:Webhooks:RetryDelayMax", "00:00:00.050"),
        RunningService.CountAtOnce,
    ];

    [Fact]
    public async Task A_service_killed_under_load_delivers_every_event_in_order_of_each_account_to_one_that_fails_a_third()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var receiver = Receiver.Start(one => one.Number % 3 == 0 ? 503 : 200);
        var service = await RunningService.StartProcessAsync(database, Impatient);
        var tenant = service.NewTenant();
        Assert.Equal(201, (await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}"}""")).Code);
        var posted = 0;
        var next = -1;
        var current = tenant;

        var posting = Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < Forces; i = Interlocked.Increment(ref next))
            {
                await PostUntilAnsweredAsync(() => Volatile.Read(ref current), $"crash-test-of-the-webhooks-{i:D12}", i % Accounts);
                Interlocked.Increment(ref posted);
            }
        }));
        for (var kill = 1; kill <= Kills; kill++)
        {
            await WebhookTests.UntilAsync(() => Volatile.Read(ref posted) > Forces * kill / (Kills + 1), seconds: 120);
            await service.KillAsync();
            await service.DisposeAsync();
            service = await RunningService.StartProcessAsync(database, Impatient);
            Volatile.Write(ref current, new Tenant(service, tenant.Org));
        }
        await posting;
        var events = await current.EventsAsync();
        await receiver.WaitForAsync(Forces * 2, seconds: 240);

        Assert.Equal(Forces * 2, events.Count);
        EventsOfTenant.AssertBalancesContinue(await current.EventObjectsAsync());
        // Nothing that was never committed, nothing missing, each account in its order.
        Assert.Empty(receiver.All.Select(one => one.Body).Except(events, StringComparer.Ordinal));
        WebhookTests.AssertInOrder(events, receiver.Accepted);
        Assert.InRange(receiver.All.Count(one => one.Answered == 503), receiver.All.Count / 4, receiver.All.Count / 3);
        TestContext.Current.SendDiagnosticMessage($"{receiver.All.Count} requests for {events.Count} events");
        await current.DisposeAsync();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task When_the_delivering_service_dies_another_one_goes_on()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var receiver = Receiver.Start();
        var first = await RunningService.StartProcessAsync(database);
        await using var second = await RunningService.StartAsync(database);
        await using var tenant = second.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}"}""");
        await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");
        await receiver.WaitForAsync(2);

        await first.KillAsync();
        await first.DisposeAsync();
        await tenant.ForceAsync("""{"account_id":1,"amount":2,"processing_code":"090907"}""");

        await receiver.WaitForAsync(4);
        WebhookTests.AssertInOrder(await tenant.EventsAsync(), receiver.Accepted);
    }

    [Fact]
    public async Task When_the_database_throws_the_service_out_delivery_goes_on_afterwards()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var receiver = Receiver.Start();
        await using var service = await RunningService.StartAsync(database);
        await using var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}"}""");
        for (var i = 1; i <= 5; i++)
        {
            await PostUntilAnsweredAsync(() => tenant, $"out-of-the-database-and-in-again-{i:D6}", 0);
            await receiver.WaitForAsync(2 * i);
            await TestPostgres.ExecuteAsync(
                database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'forceops'");
        }
        await PostUntilAnsweredAsync(() => tenant, "out-of-the-database-and-in-again-last", 0);

        await receiver.WaitForAsync(12);
        WebhookTests.AssertInOrder(await tenant.EventsAsync(), receiver.Accepted);
    }

    [Fact]
    public async Task Tries_are_counted_over_a_restart_until_the_event_is_dead()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        var settings = new[] { ("ForceOps:Webhooks:TriesMax", "6"), ("ForceOps:Webhooks:RetryDelay", "00:00:00.500") };
        await using var receiver = Receiver.Start(_ => 500);
        var service = await RunningService.StartAsync(database, settings);
        var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}","types":["authorization-event"]}""");
        await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");
        await WebhookTests.UntilAsync(() => receiver.All.Count >= 3);
        Assert.Equal(0, await service.StopAsync());
        await service.DisposeAsync();

        await using var next = await RunningService.StartAsync(database, settings);
        await using var again = new Tenant(next, tenant.Org);
        var items = default(System.Text.Json.JsonElement);
        do
            items = (await again.GetAsync("/sandbox/webhooks/all/deliveries")).Json.GetProperty("items");
        while (items[0].GetProperty("state").GetString() != "dead");

        Assert.Equal([1, 2, 3, 4, 5, 6], items[
            0].GetProperty("tries").EnumerateArray().Select(one => one.GetProperty("attempt").GetInt32()));
    }

    /// <summary>As a careful client does it: the same tracking id until there is an answer.</summary>
    private static async Task PostUntilAnsweredAsync(Func<Tenant> tenant, string trackingId, int account)
    {
        var body = $$"""{"tracking_id":"{{trackingId}}","account_id":{{account + 1}},"amount":1,"processing_code":"090907"}""";
        while (true)
        {
            try
            {
                if ((await tenant().ForceAsync(body)).Code is 201 or 409)
                    return;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
            {
                // Killed; the next one will answer.
            }
            await Task.Delay(50);
        }
    }
}
