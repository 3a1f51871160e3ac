using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Holds;

/// <summary>Block and unblock: what is held stays in the balance, cannot be spent, and comes back.</summary>
public sealed class HoldFundsTests(SharedService shared)
{
    [Fact]
    public async Task A_block_is_answered_like_a_force_and_takes_from_what_is_available()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        var answer = (await tenant.BlockAsync("hold-1", 30.25m)).Answered(201);
        var (id, date) = (answer.Id(), answer.Json.GetProperty("event_date").GetString());
        Assert.Equal($$"""{"authorization_id":{{id}},"tracking_id":"hold-1","event_date":"{{date}}"}""", answer.Text);
        Assert.Equal((100, 30.25m, 69.75m), await tenant.MoneyAsync());
        var authorization = await tenant.AuthorizationAsync(id);
        Assert.Equal(("HOLD", 30.25m, 0), (authorization.GetProperty("type").GetString(), authorization.GetProperty("amount").GetDecimal(),
            authorization.GetProperty("movements").GetArrayLength()));
    }

    [Fact]
    public async Task What_is_held_cannot_be_spent_until_it_is_released()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        (await tenant.BlockAsync("h", 60)).Answered(201);
        const string spend = """{"from":[{"account":{"id":1},"amount":50}],"to":[{"custom_info":{"type":"X","external_id":"1"}}]}""";
        Refused.AsPismo(await tenant.TransferAsync(spend), 400, "INSUFFICIENT_FUNDS");
        Refused.AsPismo(await tenant.BlockAsync("h2", 40.01m), 400, "INSUFFICIENT_FUNDS");
        (await tenant.UnblockAsync("u", 10)).Answered(200);
        Assert.Equal(0, (await tenant.TransferAsync(spend)).Answered(201).Available());
        (await tenant.BlockAsync("h3", 5, more: ""","skip_balance_validation":true""")).Answered(201);
        Assert.Equal((50, 55, -5), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task A_force_looks_at_no_hold_and_its_event_says_what_is_available()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1", """{"credit_limit":20}""");
        await tenant.FillAsync();
        (await tenant.BlockAsync("h", 110)).Answered(201);
        for (var i = 0; i < 3; i++)
            await tenant.ForcedAsync("""{"account_id":1,"amount":10,"processing_code":"090908"}""");
        (await tenant.UnblockAsync("u", 10)).Answered(200);
        await tenant.ForcedAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");
        var changes = (await tenant.EventObjectsAsync()).Where(one => one.TypeOf() == "change_available").Select(one => one.Data());
        Assert.Equal([120m, 10, 0, -10, -20, -10, -9], changes.Select(data => data.GetProperty("available_credit_limit").GetDecimal()));
    }

    [Fact]
    public async Task An_unblock_takes_a_hold_by_its_id_by_its_tracking_id_or_the_oldest()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        var first = (await tenant.BlockAsync("h1", 10)).Id();
        (await tenant.BlockAsync("h2", 20)).Answered(201);
        var third = (await tenant.BlockAsync("h3", 30)).Id();
        (await tenant.UnblockAsync("u1", 5, more: $$""","authorization_id":{{third}}""")).Answered(200);
        (await tenant.UnblockAsync("u2", 20, more: ""","original_tracking_id":"h2" """)).Answered(200);
        var oldest = (await tenant.UnblockAsync("u3", 15)).Answered(200).Id();
        Assert.Equal((100, 20, 80), await tenant.MoneyAsync());
        Assert.Equal(10, (await tenant.AuthorizationAsync(first)).GetProperty("canceled_amount").GetDecimal());
        Assert.Equal(10, (await tenant.AuthorizationAsync(third)).GetProperty("canceled_amount").GetDecimal());
        Assert.Equal(first, (await tenant.AuthorizationAsync(oldest)).GetProperty("parent_authorization_id").GetInt64());
        Refused.AsPismo(await tenant.UnblockAsync("u4", 1, more: ""","original_tracking_id":"h2" """), 400, "AMOUNT_EXCEEDS_REMAINING");
        Refused.AsPismo(await tenant.UnblockAsync("u4", 20.01m), 400, "AMOUNT_EXCEEDS_REMAINING");
        (await tenant.UnblockAsync("u4", 20)).Answered(200);
        Assert.Equal((100, 0, 100), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task Each_makes_an_authorization_created_and_a_balance_changed()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        var hold = (await tenant.BlockAsync("h", 30, more: ""","descriptor":"Court order","metadata":{"a":1}""")).Id();
        await tenant.UnblockAsync("u", 12);
        var events = (await tenant.EventObjectsAsync()).Skip(2).ToList();
        Assert.Equal(["authorization-event", "change_available", "authorization-event", "change_available"], events.Select(
            one => one.TypeOf()));
        Assert.Equal(
            ("HOLD", "HOLD", -1, hold, "Court order"),
            (events[0].Authorization().GetProperty("type").GetString(),
                events[0].Authorization().GetProperty("operation_description").GetString(),
                events[0].Authorization().GetProperty("balance_impact").GetInt32(),
                events[0].Authorization().GetProperty("id").GetInt64(), events[0].Authorization().GetProperty("descriptor").GetString()));
        Assert.Equal(
            ("HOLD RELEASE", 1, hold),
            (events[2].Authorization().GetProperty("operation_description").GetString(),
                events[2].Authorization().GetProperty("balance_impact").GetInt32(),
                events[2].Authorization().GetProperty("parent_authorization_id").GetInt64()));
        Assert.Equal(
            [("DEBIT", 30m, 70m), ("CREDIT", 12m, 82m)],
            new[] { events[1], events[3] }.Select(one => (one.Data().GetProperty("operation_type").GetString(),
                one.Data().GetProperty("amount").GetDecimal(), one.Data().GetProperty("available_credit_limit").GetDecimal())));
        Assert.Equal(
            events[0].Data().GetProperty("available_change").GetProperty("id").GetString(), events[1].Data().GetProperty("id").GetString());
        Assert.Equal(6, (await tenant.EventObjectsAsync()).Select(one => one.GetProperty("event_id").GetString()).Distinct(
            StringComparer.Ordinal).Count());
        EventsOfTenant.AssertBalancesContinue(await tenant.EventObjectsAsync());
    }

    [Fact]
    public async Task However_many_blocks_race_no_more_is_held_than_there_is()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => tenant.BlockAsync($"h{i}", 10)));
        Assert.Equal((10, 20), (answers.Count(answer => answer.Code == 201), answers.Count(answer => answer.Code == 400)));
        var released = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => tenant.UnblockAsync($"u{i}", 5)));
        Assert.Equal(20, released.Count(answer => answer.Code == 200));
        Assert.Equal((100, 0, 100), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task A_snapshot_brings_holds_back_as_they_were()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        (await tenant.BlockAsync("h", 30)).Answered(201);
        Assert.Equal(201, (await tenant.SendAsync(HttpMethod.Put, "/sandbox/snapshots/held", null)).Code);
        (await tenant.UnblockAsync("u", 30)).Answered(200);
        var restored = await tenant.SendAsync(HttpMethod.Post, "/sandbox/snapshots/held/restore", null);
        Assert.True(restored.Code < 300, restored.Text);
        Assert.Equal((100, 30, 70), await tenant.MoneyAsync());
        (await tenant.UnblockAsync("u", 30, more: ""","original_tracking_id":"h" """)).Answered(200);
    }
}
