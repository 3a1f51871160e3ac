using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Delayed;

/// <summary>A delayed operation that is refused in the end: an event tells it, nothing moves, and its tracking id is free again.</summary>
[Collection(LateService.Name)]
public sealed class DenialTests(LateService late)
{
    [Fact]
    public async Task A_transfer_without_funds_is_denied_by_an_event_in_its_place_and_may_be_asked_again()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        await tenant.OpenAsync(2);
        await tenant.DelayAsync(1);
        var trackingId = Tenant.NewTrackingId();
        var body = TransferRoutes.Body("account:1", "account:2", 30,
            $$""","tracking_id":"{{trackingId}}","descriptor":"too much","metadata":{"order":1}""");
        DelayedOfTenant.Accepted(await tenant.TransferAsync(body, ("x-cid", "denied-cid")));

        await tenant.PostAllAsync();

        Assert.Equal((10, 0), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
        Refused.AsProblem(await tenant.FindAsync(trackingId), 404, "NOT_FOUND");
        await tenant.PutAsync("/sandbox/accounts/1", """{"processing":"normal","credit_limit":100}""");
        TransferRoutes.Posted(await tenant.TransferAsync(body));
        Assert.Equal(
            ["authorization-event", "change_available", "authorization-denied-event", "authorization-event", "change_available",
                "authorization-event", "change_available"],
            (await tenant.EventObjectsAsync()).Select(one => one.TypeOf()));
        var denied = Assert.Single(await tenant.EventObjectsAsync("&type=authorization-denied-event"));
        Assert.Equal("event_id, domain, event_type, schema_version, org_id, cid, timestamp, data", Refused.Names(denied));
        Assert.Equal(("authorization", 1, "denied-cid"), (denied.GetProperty("domain").GetString(),
            denied.GetProperty("schema_version").GetInt32(), denied.GetProperty("cid").GetString()));
        var data = denied.Data();
        Assert.Equal("amount, authorization, account_id, tracking_id, metadata, denial_code", Refused.Names(data));
        Assert.Equal(
            (30, 1, trackingId, """{"order":1}""", "INSUFFICIENT_FUNDS"),
            (data.GetProperty("amount").GetDecimal(), data.GetProperty("account_id").GetInt64(),
                data.GetProperty("tracking_id").GetString(),
                data.GetProperty("metadata").GetRawText(), data.GetProperty("denial_code").GetString()));
        Assert.Equal("id, descriptor, operation_description, type", Refused.Names(data.GetProperty("authorization")));
        Assert.Equal("TRANSFER DENIED", data.GetProperty("authorization").GetProperty("operation_description").GetString());
    }

    [Fact]
    public async Task Forces_and_cancels_are_denied_by_the_checks_that_would_have_refused_them()
    {
        await using var tenant = late.Service.NewTenant();
        var force = await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 10));
        await tenant.OpenAsync(2);
        var transfer = TransferRoutes.Posted(await tenant.TransferAsync("account:1", "account:2", 5));
        await tenant.DelayAsync(1);
        DelayedOfTenant.Accepted(await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"NOCODE","currency":"USD","original_authorization":{"id":3,"type":"NETWORK"}}"""));
        DelayedOfTenant.Accepted(await tenant.CancelForceAsync($$"""{"authorization_id":{{force}}}"""));
        DelayedOfTenant.Accepted(await tenant.CancelForceAsync($$"""{"authorization_id":{{force}}}"""));
        DelayedOfTenant.Accepted(await tenant.CancelTransferAsync(transfer.Id(), 6));

        await tenant.PostAllAsync();

        var denied = (await tenant.EventObjectsAsync("&type=authorization-denied-event")).Select(one => one.Data()).ToList();
        Assert.Equal(
            ["FORCE DENIED PROCESSING_CODE_NOT_FOUND", "FORCE CANCELLATION DENIED ALREADY_CANCELED",
                "TRANSFER CANCELLATION DENIED AMOUNT_EXCEEDS_REMAINING"],
            denied.Select(data => $"{data.GetProperty(
                "authorization").GetProperty("operation_description").GetString()} {data.GetProperty("denial_code").GetString()}"));
        Assert.Equal(["NETWORK"], denied.Where(data => data.TryGetProperty("original_authorization", out _)).Select(
            data => data.GetProperty("original_authorization").GetProperty("type").GetString()));
        Assert.Equal("authorization, account_id, tracking_id, denial_code", Refused.Names(denied[1]));
        Assert.Equal((-5, 5), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
    }

    /// <summary>
    /// Two processes, one of which had not seen yet what the other accepted; put together by hand, since the moment is too short to
    /// meet.
    /// </summary>
    [Fact]
    public async Task What_waits_under_a_tracking_id_that_another_request_was_posted_under_is_denied_and_not_lost()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.DelayAsync(1);
        var waiting = DelayedOfTenant.Accepted(await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 5)));
        var posted = Tenant.NewTrackingId();
        await tenant.ForcedAsync(Body.Force(posted, 2, 7));
        await Sql.ExecuteAsync(
            tenant.Service.Database,
            $"UPDATE delayed_operations SET tracking_id = '{posted}', operation = replace(operation, '{waiting}', '{posted}') WHERE tracking_id = '{waiting}'");

        await tenant.PostAllAsync();

        var denied = Assert.Single(await tenant.EventObjectsAsync("&type=authorization-denied-event")).Data();
        Assert.Equal(
            (posted, 1, 5, "TRACKING_ID_IN_USE"),
            (denied.GetProperty("tracking_id").GetString(), denied.GetProperty("account_id").GetInt64(),
                denied.GetProperty("amount").GetDecimal(),
                denied.GetProperty("denial_code").GetString()));
        Assert.Equal(7, await tenant.BalanceOfAsync(2));
        // Told after the commit, and the list of what waits is empty from the commit on.
        await WebhookTests.UntilAsync(() => tenant.JournalAsync().GetAwaiter().GetResult().Exists(IsDenied));

        static bool IsDenied(System.Text.Json.JsonElement entry) =>
            entry.Text("method") is null && entry.Text("why.check") == "tracking_id";
    }

    [Fact]
    public async Task Pages_of_any_size_tell_postings_and_denials_in_one_order_without_a_gap_or_a_double()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":6}""");
        for (var account = 1; account <= 6; account += 2)
            await tenant.DelayAsync(account);
        for (var i = 0; i < 24; i++)
        {
            var answer = await tenant.TransferAsync($"outside:x{i}", $"account:{1 + (i % 6)}", 3);
            Assert.Equal(i % 2 == 0 ? 202 : 201, answer.Code);
            if (i % 4 == 0)
                DelayedOfTenant.Accepted(await tenant.TransferAsync($"account:{1 + (i % 6)}", "outside:y", 1000));
        }
        await tenant.PostAllAsync();

        var all = await tenant.EventsAsync();
        Assert.Equal(6, (await tenant.EventsAsync("&type=authorization-denied-event")).Count);
        Assert.Equal((24 * 2) + 6, all.Distinct(StringComparer.Ordinal).Count());
        foreach (var size in new[] { 1, 2, 3, 7 })
            Assert.Equal(all, await tenant.EventsAsync(limit: size));
        Assert.Equal(all.Count(one => one.Contains("\"account_id\":3,", StringComparison.Ordinal)),
            (await tenant.EventsAsync("&account=3", limit: 2)).Count);
    }

    [Fact]
    public async Task A_webhook_is_told_of_it_too()
    {
        await using var receiver = Receiver.Start();
        await using var tenant = late.Service.NewTenant();
        await tenant.OpenAsync(1);
        await tenant.DelayAsync(1);
        var webhook = await tenant.PutAsync(
            "/sandbox/webhooks/denials", $$"""{"url":"{{receiver.Url}}","types":["authorization-denied-event"]}""");
        Assert.True(webhook.Code is 200 or 201, webhook.Text);
        var trackingId = DelayedOfTenant.Accepted(await tenant.TransferAsync("account:1", "outside:x", 5));

        await tenant.PostAllAsync();

        var told = Assert.Single(await receiver.WaitForAsync(1));
        Assert.Equal((trackingId, "authorization-denied-event"), (told.TrackingId, told.Type));
    }
}
