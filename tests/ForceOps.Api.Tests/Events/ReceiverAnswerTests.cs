using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>What a receiver may say beside yes and no: later (429 and 503 with Retry-After), and never again (410).</summary>
public sealed class ReceiverAnswerTests(SharedService shared)
{
    private const string Force = """{"account_id":1,"amount":1,"processing_code":"090907"}""";

    [Theory]
    [InlineData(429, false)]
    [InlineData(503, false)]
    [InlineData(503, true)]
    public async Task A_busy_receiver_gets_nothing_before_the_time_that_it_asks_for(int status, bool asDate)
    {
        await using var receiver = Receiver.Start(one =>
        {
            if (one.Number > 1)
                return 200;
            one.RetryAfter = asDate ? TimeProvider.System.GetUtcNow().AddSeconds(4).ToString("R") : "3";
            return status;
        });
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}","types":["authorization-event"]}""");
        await tenant.ForcedAsync(Force);
        await WebhookTests.UntilAsync(() => receiver.All.Count > 0);
        // Another account's event waits as well: the receiver is busy, not the account.
        await tenant.ForcedAsync(Force.Replace(":1,", ":2,", StringComparison.Ordinal));
        await receiver.WaitForAsync(2);

        Assert.Equal(3, receiver.All.Count);
        Assert.All(receiver.All.Skip(1), one => Assert.True(
            TimeProvider.System.GetElapsedTime(receiver.All[0].ArrivedAt, one.ArrivedAt) > TimeSpan.FromSeconds(2.5)));
    }

    /// <summary>Two requests are under way together: the answer that comes later asks for less.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("Thu, 01 Jan 2015 00:00:00 GMT")]
    public async Task A_shorter_wait_does_not_shorten_a_longer_one(string shorter)
    {
        using var both = new CountdownEvent(2);
        using var never = new ManualResetEventSlim();
        await using var receiver = Receiver.Start(one =>
        {
            if (one.Number > 2)
                return 200;
            both.Signal();
            both.Wait(TimeSpan.FromSeconds(20));
            if (one.Account == 2)
                never.Wait(TimeSpan.FromMilliseconds(300));
            one.RetryAfter = one.Account == 1 ? "3" : shorter;
            return one.Account == 1 ? 503 : 429;
        });
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}","types":["authorization-event"]}""");
        await Task.WhenAll(
            tenant.ForcedAsync(Force), tenant.ForcedAsync(Force.Replace(":1,", ":2,", StringComparison.Ordinal)));
        await receiver.WaitForAsync(2);
        Assert.All(receiver.All.Skip(2), one => Assert.True(
            TimeProvider.System.GetElapsedTime(receiver.All[1].ArrivedAt, one.ArrivedAt) > TimeSpan.FromSeconds(2.5)));
    }

    [Fact]
    public async Task A_receiver_that_asks_for_too_much_is_asked_again_after_the_longest_time()
    {
        var service = await shared.ConfiguredAsync();
        await using var receiver = Receiver.Start(one =>
        {
            one.RetryAfter = "86400";
            return one.Number > 2 ? 200 : 429;
        });
        await using var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}","types":["authorization-event"]}""");
        await tenant.ForcedAsync(Force);
        await receiver.WaitForAsync(1);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_switches_its_webhook_off_and_setting_it_again_delivers_what_is_owed()
    {
        var isGone = true;
        await using var receiver = Receiver.Start(one => isGone && one.Account == 1 ? 410 : 200);
        await using var tenant = shared.NewTenant();
        var set = $$"""{"url":"{{receiver.Url}}","types":["authorization-event"]}""";
        await tenant.PutAsync("/sandbox/webhooks/all", set);
        await tenant.ForcedAsync(Force);
        var off = await OffAsync(tenant);
        Assert.NotEqual(default, off.GetProperty("off_since").GetDateTimeOffset());
        var delivery = (await tenant.GetAsync("/sandbox/webhooks/all/deliveries")).Json.GetProperty("items")[0];
        Assert.Equal(410, delivery.GetProperty("tries")[0].GetProperty("status").GetInt32());
        Assert.Contains("the webhook is off", delivery.GetRawText(), StringComparison.Ordinal);
        for (var account = 1; account <= 5; account++)
            await tenant.ForcedAsync(Force.Replace(":1,", $":{account},", StringComparison.Ordinal));
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Single(receiver.All);

        isGone = false;
        var on = await tenant.PutAsync("/sandbox/webhooks/all", set);
        Assert.DoesNotContain("off", on.Json.GetProperty("state").GetString(), StringComparison.Ordinal);
        Assert.False(on.Json.TryGetProperty("off_since", out _));
        WebhookTests.AssertInOrder(
            (await tenant.EventsAsync()).Where(text => text.Contains("authorization-event", StringComparison.Ordinal)),
            await receiver.WaitForAsync(6));
    }

    [Fact]
    public async Task A_paused_webhook_sends_nothing_loses_nothing_and_goes_on_where_it_was()
    {
        await using var receiver = Receiver.Start();
        await using var tenant = shared.NewTenant();
        string Set(string more) => $$"""{"url":"{{receiver.Url}}","types":["authorization-event"]{{more}}}""";
        await tenant.PutAsync("/sandbox/webhooks/all", Set(""));
        await tenant.ForcedAsync(Force);
        await receiver.WaitForAsync(1);
        var paused = await tenant.PutAsync("/sandbox/webhooks/all", Set(""","paused":true"""));
        Assert.Equal((200, "paused"), (paused.Code, paused.Json.GetProperty("state").GetString()));
        // The worker of before looks twice a second whether it is still wanted.
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++)
            await tenant.ForcedAsync(Force);
        // A change that says nothing of it leaves it paused.
        var changed = await tenant.PutAsync("/sandbox/webhooks/all", Set(""));
        Assert.Equal(paused.Json.GetProperty("paused_since").GetString(), changed.Json.GetProperty("paused_since").GetString());
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Single(receiver.All);

        var on = await tenant.PutAsync("/sandbox/webhooks/all", Set(""","paused":false"""));
        Assert.Equal("active", on.Json.GetProperty("state").GetString());
        Assert.False(on.Json.TryGetProperty("paused_since", out _));
        await receiver.WaitForAsync(4);
    }

    [Fact]
    public async Task A_replay_switches_it_on_too()
    {
        var isGone = true;
        await using var receiver = Receiver.Start(_ => isGone ? 410 : 200);
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}"}""");
        await tenant.ForcedAsync(Force);
        await OffAsync(tenant);
        isGone = false;
        Assert.Equal("active", (await tenant.PostAsync("/sandbox/webhooks/all/replay", """{"after":null}""")).Json.GetProperty(
            "state").GetString());
        await receiver.WaitForAsync(2);
    }

    private static async Task<System.Text.Json.JsonElement> OffAsync(Tenant tenant)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var view = (await tenant.GetAsync("/sandbox/webhooks/all")).Json;
            if (view.GetProperty("state").GetString() == "off")
                return view;
            await Task.Delay(50, patience.Token);
        }
    }
}
