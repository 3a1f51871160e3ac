using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ForceOps.Api.Events.Webhooks;
using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Webhooks;

namespace ForceOps.Api.Tests.Events;

/// <summary>Webhooks: set up, signed, tried again, given up, replayed.</summary>
public sealed class WebhookTests(SharedService shared)
{
    [Fact]
    public async Task A_webhook_is_made_changed_listed_and_removed_and_shows_its_secret_once()
    {
        await using var tenant = shared.NewTenant();
        var made = await tenant.PutAsync("/sandbox/webhooks/one", """{"url":"http://127.0.0.1:9/","types":["change_available"]}""");
        Assert.Equal(201, made.Code);
        var secret = made.Json.GetProperty("secret").GetString()!;
        Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length);

        var changed = await tenant.PutAsync("/sandbox/webhooks/one", """{"url":"http://127.0.0.1:9/x"}""");
        Assert.Equal(200, changed.Code);
        foreach (var answer in new[] { changed, await tenant.GetAsync("/sandbox/webhooks/one"),
            await tenant.GetAsync("/sandbox/webhooks") })
            Assert.DoesNotContain("secret", answer.Text);
        Assert.Equal("http://127.0.0.1:9/x", (
            await tenant.GetAsync("/sandbox/webhooks")).Json.GetProperty("items")[0].GetProperty("url").GetString());
        Assert.Equal(204, (await tenant.SendAsync(HttpMethod.Delete, "/sandbox/webhooks/one", null)).Code);
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/webhooks/one")).Code);
        Assert.Equal(404, (await tenant.PostAsync("/sandbox/webhooks/one/replay", "{}")).Code);
        Assert.DoesNotContain(secret, shared.Service.Output);
    }

    [Theory]
    [InlineData("one", """{}""")]
    [InlineData("one", """{"url":"ftp://x/"}""")]
    [InlineData("one", """{"url":"/x"}""")]
    [InlineData("one", """{"url":"http://x/","types":["x"]}""")]
    [InlineData("one", """{"url":"http://x/","secret":""}""")]
    [InlineData("one", """{"url":"http://x/","secret":"whsec_!"}""")]
    [InlineData("one", """{"url":"http://x/","other":1}""")]
    [InlineData("a.b", """{"url":"http://x/"}""")]
    public async Task What_is_no_webhook_is_refused(string name, string body)
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(400, (await tenant.PutAsync($"/sandbox/webhooks/{name}", body)).Code);
        Assert.Empty((await tenant.GetAsync("/sandbox/webhooks")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public void The_signature_is_that_of_the_published_sample()
    {
        var key = WebhookSecret.KeyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Of(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8));
    }

    [Fact]
    public async Task Events_are_posted_signed_with_the_bytes_of_the_list()
    {
        await using var receiver = Receiver.Start();
        await using var tenant = shared.NewTenant();
        await tenant.ForceAsync("""{"account_id":1,"amount":9,"processing_code":"090907"}""");
        var secret = (await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}"}""")).Json.GetProperty(
            "secret").GetString()!;
        await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"090910"}""");

        var got = await receiver.WaitForAsync(3);

        // From its making on: without the force before.
        Assert.Equal((await tenant.EventsAsync()).Skip(2), got.Select(one => one.Body));
        foreach (var one in got)
        {
            var signed = $"{one.Headers["webhook-id"]}.{one.Headers["webhook-timestamp"]}.{one.Body}";
            var mac = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes(signed));
            Assert.Equal("v1," + Convert.ToBase64String(mac), one.Headers["webhook-signature"]);
            Assert.Equal(one.Json.GetProperty("event_id").GetString(), one.Id);
            Assert.InRange(long.Parse(one.Headers["webhook-timestamp"]), DateTimeOffset.UnixEpoch.AddYears(56).ToUnixTimeSeconds(),
                long.MaxValue);
            Assert.Equal("application/json; charset=utf-8", one.Headers["content-type"]);
        }
    }

    [Fact]
    public async Task A_receiver_that_fails_every_third_call_gets_every_event_in_order_of_each_account()
    {
        await using var receiver = Receiver.Start(one => one.Number % 3 == 0 ? 503 : 200);
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}"}""");
        await Task.WhenAll(Enumerable.Range(1, 10).Select(async account =>
        {
            for (var i = 0; i < 10; i++)
                await tenant.ForceAsync($$"""{"account_id":{{account}},"amount":1,"processing_code":"090910"}""");
        }));

        var got = await receiver.WaitForAsync(300, seconds: 60);

        AssertInOrder(await tenant.EventsAsync(), got);
        // The same bytes on every try.
        Assert.All(receiver.All.GroupBy(one => one.Id, StringComparer.Ordinal),
            tries => Assert.Single(tries.Select(one => one.Body).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_dead_receiver_and_a_dead_account_slow_nobody_else()
    {
        await using var receiver = Receiver.Start(one => one.Account == 1 ? 500 : 200);
        await using var silent = Receiver.Start(async _ =>
        {
            await Task.Delay(TimeSpan.FromSeconds(30));
            return 200;
        });
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/silent", $$"""{"url":"{{silent.Url}}"}""");
        await tenant.PutAsync("/sandbox/webhooks/nobody", """{"url":"http://127.0.0.1:9/"}""");
        await tenant.PutAsync("/sandbox/webhooks/ok", $$"""{"url":"{{receiver.Url}}","types":["authorization-event"]}""");
        for (var i = 0; i < 20; i++)
            await tenant.ForceAsync($$"""{"account_id":{{1 + (i % 2)}},"amount":1,"processing_code":"090907"}""");

        var got = await receiver.WaitForAsync(10, seconds: 10);

        Assert.All(got, one => Assert.Equal(2, one.Account));
        // Of the failing account only the first event was tried.
        Assert.Single(receiver.All.Where(one => one.Account == 1).Select(one => one.Id).Distinct(StringComparer.Ordinal));
        Assert.Equal("failing", (await EventuallyAsync(tenant, "/sandbox/webhooks/nobody",
            hook => hook.GetProperty("state").GetString() == "failing")).GetProperty("state").GetString());
        foreach (var name in new[] { "silent", "nobody", "ok" })
            await tenant.SendAsync(HttpMethod.Delete, $"/sandbox/webhooks/{name}", null);
    }

    [Fact]
    public async Task An_event_is_dead_after_its_tries_others_go_on_and_a_replay_brings_all_of_them()
    {
        var settings = new[] { ("ForceOps:Webhooks:TriesMax", "3"), ("ForceOps:Webhooks:RetryDelay", "00:00:00.020") };
        await using var service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync(), settings);
        var broken = true;
        await using var receiver = Receiver.Start(one => broken && one.Json.Data().GetProperty("amount").GetDecimal() == 2 ? 302 : 200);
        await using var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}","types":["authorization-event"]}""");
        for (var i = 1; i <= 3; i++)
            await tenant.ForceAsync($$"""{"account_id":1,"amount":{{i}},"processing_code":"090907"}""");
        await receiver.WaitForAsync(2);
        Assert.Equal(5, receiver.All.Count);

        var items = (await EventuallyAsync(tenant, "/sandbox/webhooks/all/deliveries",
            list => list.GetProperty("items").GetArrayLength() == 3)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["delivered", "dead", "delivered"], items.Select(item => item.GetProperty("state").GetString()));
        var tries = items[1].GetProperty("tries").EnumerateArray().ToList();
        Assert.Equal([(1, 302, false), (2, 302, false), (3, 302, true)],
            tries.Select(one => (one.GetProperty("attempt").GetInt32(), one.GetProperty("status").GetInt32(),
                one.GetProperty("dead").GetBoolean())));

        broken = false;
        Assert.Equal(200, (await tenant.PostAsync(
            "/sandbox/webhooks/all/replay", $$"""{"after":"{{items[2].GetProperty("cursor").GetString()}}"}""")).Code);
        await receiver.WaitForAsync(3);
        await EventuallyAsync(tenant, "/sandbox/webhooks/all/deliveries",
            list => list.GetProperty("items").EnumerateArray().All(item => item.GetProperty("state").GetString() == "delivered"));
        Assert.Equal(7, receiver.All.Count);

        await tenant.PostAsync("/sandbox/webhooks/all/replay", """{"after":null}""");
        await UntilAsync(() => receiver.All.Count == 10);
        Assert.Equal(3, receiver.All.Select(one => one.Body).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>First arrivals, account by account, are exactly the events of the list in its order.</summary>
    internal static void AssertInOrder(IEnumerable<string> events, IEnumerable<Received> accepted)
    {
        var expected = events.GroupBy(AccountOf).ToDictionary(group => group.Key, group => group.ToList());
        var arrived = accepted.DistinctBy(one => one.Id, StringComparer.Ordinal).GroupBy(
            one => one.Account).ToDictionary(group => group.Key, group => group.Select(one => one.Body).ToList());
        Assert.Equal(expected.Keys.Order(), arrived.Keys.Order());
        Assert.All(expected, account => Assert.Equal(account.Value, arrived[account.Key]));
    }

    internal static async Task UntilAsync(Func<bool> holds, int seconds = 30)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!holds())
            await Task.Delay(20, patience.Token);
    }

    private static long AccountOf(string text) => JsonDocument.Parse(text).RootElement.Data().GetProperty("account_id").GetInt64();

    internal static async Task<JsonElement> EventuallyAsync(Tenant tenant, string path, Func<JsonElement, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var json = (await tenant.GetAsync(path)).Json;
            if (holds(json))
                return json;
            await Task.Delay(50, patience.Token);
        }
    }
}
