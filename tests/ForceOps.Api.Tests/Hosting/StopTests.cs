using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>SIGTERM: what was answered is there, what was not answered is there whole or not at all.</summary>
[Collection(Lanes.Kills)]
public sealed class StopTests(SharedService shared)
{
    private const int Callers = 16;

    [Fact]
    public async Task A_stop_under_load_loses_no_answered_operation_and_exits_with_0()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        var service = await RunningService.StartProcessAsync(database);
        var busy = service.NewTenant();
        var (posted, odd, enough) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), new TaskCompletionSource());
        var callers = Enumerable.Range(1, Callers).Select(
            caller => Task.Run(() => PostUntilRefusedAsync(busy, caller, posted, odd, enough))).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, await service.StopAsync());
        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(odd);
        Assert.DoesNotContain("Exception", service.Output, StringComparison.Ordinal);

        await using var next = await RunningService.StartAsync(database);
        await using var tenant = new Tenant(next, busy.Org);
        var counted = (await tenant.GetAsync("/sandbox/check")).Json.GetProperty("checked").GetProperty("authorizations").GetInt64();
        Assert.InRange(counted, posted.Count, posted.Count + Callers);
        foreach (var trackingId in posted)
            Assert.Equal(200, (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}")).Code);
    }

    [Fact]
    public async Task A_stop_waits_neither_for_receivers_that_never_answer_nor_for_clients_that_never_read()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        // The service would wait for an answer for minutes, and try again for hours.
        await using var service = await RunningService.StartAsync(
            database, ("ForceOps:Webhooks:Timeout", "00:05:00"), ("ForceOps:Webhooks:TriesMax", "100"));
        await using var silent = Events.Receiver.Start(async _ =>
        {
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
            return 200;
        });
        await using (var tenant = service.NewTenant())
        {
            for (var webhook = 0; webhook < 20; webhook++)
            {
                // Half of them take the request and never answer; the others have a port that nobody listens on, or an address that
                // nobody has.
                var url = (webhook % 4) switch { 0 => "http://127.0.0.1:9/", 1 => "http://192.0.2.1/", _ => silent.Url };
                Assert.Equal(201, (await tenant.PutAsync($"/sandbox/webhooks/dead{webhook}", $$"""{"url":"{{url}}"}""")).Code);
            }
            await Task.WhenAll(Enumerable.Range(
                1, 50).Select(account => tenant.ForcedAsync($$"""{"account_id":{{account}},"amount":1,"processing_code":"090907"}""")));
            await Events.WebhookTests.UntilAsync(() => silent.All.Count >= 40);
        }
        using var slow = await AskAndNeverReadAsync(service);
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, await service.StopAsync());
        // Half of what the framework would wait for the client.
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Contains("ForceOps has stopped. The data are in the PostgreSQL of ConnectionStrings:Ledger", service.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", service.Output, StringComparison.Ordinal);
    }

    /// <summary>Asks for far more than the buffers of a connection hold, and reads none of it.</summary>
    private static async Task<TcpClient> AskAndNeverReadAsync(RunningService service)
    {
        var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(service.Url.Host, service.Url.Port);
        var ask = Encoding.ASCII.GetBytes($"GET /swagger/pismo/swagger.json HTTP/1.1\r\nhost: {service.Url.Authority}\r\n\r\n");
        for (var i = 0; i < 40; i++)
            await client.GetStream().WriteAsync(ask);
        return client;
    }

    private static async Task PostUntilRefusedAsync(
        Tenant tenant, int caller, ConcurrentBag<string> posted, ConcurrentBag<string> odd, TaskCompletionSource enough)
    {
        while (true)
        {
            var trackingId = Tenant.NewTrackingId();
            try
            {
                var answer = await tenant.ForceAsync(
                    $$"""{"tracking_id":"{{trackingId}}","account_id":{{caller % 4 + 1}},"amount":1,"processing_code":"090907"}""");
                if (answer.Code == 503)
                    return;
                if (answer.Code != 201)
                    odd.Add(answer.Text);
                posted.Add(trackingId);
            }
            catch (HttpRequestException)
            {
                // The connection is refused or was closed: not answered.
                return;
            }
            if (posted.Count >= 500)
                enough.TrySetResult();
        }
    }
}
