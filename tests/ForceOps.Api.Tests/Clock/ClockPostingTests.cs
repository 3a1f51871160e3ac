using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Clock;

/// <summary>What is posted bears the org's time, and is judged by it.</summary>
public sealed class ClockPostingTests(SharedService shared)
{
    [Fact]
    public async Task What_is_posted_while_the_clock_stands_has_one_date_everywhere()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2031-05-06T07:08:09.5Z");
        const string Date = "2031-05-06T07:08:09.500Z";

        Assert.Equal((Date, Date), (await tenant.EventDateAsync(), await tenant.EventDateAsync()));

        var force = await tenant.ForceAsync("""{"account_id":1,"amount":5,"processing_code":"090907"}""");
        var cancel = await tenant.CancelForceAsync($$"""{"authorization_id":{{force.Id()}}}""");
        Assert.Equal(Date, cancel.Json.GetProperty("event_date").GetString());
        await tenant.OpenAsync(2);
        Assert.Equal(Date, Posted(await tenant.TransferAsync("account:1", "account:2", 1)).Json.GetProperty("event_date").GetString());
        foreach (var account in (int[])[1, 2])
            Assert.Equal(ClockOfTenant.Time(Date), ClockOfTenant.Time(
                (await tenant.GetAsync($"/sandbox/accounts/{account}")).Json.GetProperty("opened_at").GetString()!));
        var events = (await tenant.GetAsync("/sandbox/events")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.True(events.Count >= 4, $"{events.Count} events");
        Assert.All(events, one => Assert.Equal(Date, one.GetProperty("timestamp").GetString()));
        var line = (await tenant.GetAsync("/sandbox/accounts/1/timeline")).Json.GetProperty("items")[0];
        Assert.Equal(Date, line.GetProperty("event_date").GetString());
    }

    [Fact]
    public async Task The_card_dialects_tell_the_orgs_time()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2031-01-06T07:08:09Z");
        foreach (var total in (string[])["5", "5005"])
        {
            var sale = await tenant.SendAsync(
                HttpMethod.Post, "/api/v4/accounts/120000000001/payments/force",
                $$"""{"bfTokenReference":"T","posProfile":"ECOMMERCE","amounts":{"total":"{{total}}","currency":"USD"},"authCode":"OK4956"}""");
            Assert.Equal("2031-01-06T07:08:09.000000Z", sale.Json.GetProperty("timestamp").GetString());
            Assert.Equal("2031-01-06T02:08:09-05:00", sale.Json.GetProperty(
                "trace").GetProperty("history")[0].GetProperty("timestamp").GetString());
            var post = await tenant.SendAsync(
                HttpMethod.Post, "/payments/v1/forcedpost",
                $$$"""
                {"source":{"sourceType":"PaymentCard","card":{"cardData":"4012000033330026","expirationMonth":"12","expirationYear":"2025"}},
                "amount":{"total":{{{total}}},"currency":"USD"},"transactionDetails":{"captureFlag":true,"approvalCode":"OK7244"},
                "merchantDetails":{"merchantId":"100004000100157","terminalId":"10000001"}}
                """);
            Assert.True(post.Code == 201, post.Text);
            Assert.Equal(
                "2031-01-06T07:08:09.000000Z",
                post.Json.GetProperty("gatewayResponse").GetProperty(
                    "transactionProcessingDetails").GetProperty("transactionTimestamp").GetString());
        }
    }

    [Fact]
    public async Task A_value_date_of_the_future_is_refused_until_the_clock_is_there()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2031-05-06T07:00:00Z");
        const string Body = """{"account_id":1,"amount":1,"processing_code":"090907","payment_datetime":"2031-05-06T08:00:00Z"}""";
        Refused.AsPismo(await tenant.ForceAsync(Body), 400, "VALUE_DATE_IN_FUTURE");
        await tenant.AdvanceAsync("PT59M59.999999S");
        Refused.AsPismo(await tenant.ForceAsync(Body), 400, "VALUE_DATE_IN_FUTURE");
        await tenant.AdvanceAsync("PT0.000001S");
        Assert.Equal(201, (await tenant.ForceAsync(Body)).Code);
        await tenant.FreezeAsync("2000-01-01T00:00:00Z");
        Refused.AsPismo(await tenant.ForceAsync(Body), 400, "VALUE_DATE_IN_FUTURE");
    }

    [Fact]
    public async Task A_days_limit_begins_anew_with_the_orgs_next_day()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2031-05-06T23:59:59Z");
        await tenant.OpenWithAsync(1, 100, """{"limits":{"per_day":10}}""");
        await tenant.OpenAsync(2);
        Posted(await tenant.TransferAsync("account:1", "account:2", 10));
        RefusedWith(400, "LIMIT_EXCEEDED", await tenant.TransferAsync("account:1", "account:2", 1));

        await tenant.AdvanceAsync("PT1S");

        Posted(await tenant.TransferAsync("account:1", "account:2", 10));
        RefusedWith(400, "LIMIT_EXCEEDED", await tenant.TransferAsync("account:1", "account:2", 1));
        // Set back before what the account spent last: the earlier day begins anew too, and nothing breaks.
        await tenant.FreezeAsync("1970-01-01T00:00:00Z");
        Posted(await tenant.TransferAsync("account:1", "account:2", 10));
        RefusedWith(400, "LIMIT_EXCEEDED", await tenant.TransferAsync("account:1", "account:2", 1));
        Assert.Equal(70, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task Dates_that_go_back_leave_ids_lists_and_books_in_the_order_of_posting()
    {
        await using var tenant = shared.NewTenant();
        var ids = new List<long>();
        foreach (var now in (string[])["9998-12-31T23:59:59.999999Z", "2000-01-01T00:00:00Z", "1970-01-01T00:00:00Z",
            "2031-01-01T00:00:00Z"])
        {
            await tenant.FreezeAsync(now);
            ids.Add(await tenant.ForcedAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}"""));
        }
        await tenant.SetClockAsync("""{"mode":"real"}""");
        ids.Add(await tenant.CanceledAsync($$"""{"authorization_id":{{ids[0]}},"amount":0.50}"""));

        Assert.Equal(ids.Order(), ids);
        var movements = (await tenant.GetAsync("/sandbox/accounts/1/movements")).Json.GetProperty("items").EnumerateArray();
        Assert.Equal(ids.AsEnumerable().Reverse(), movements.Select(one => one.GetProperty("authorization_id").GetInt64()));
        var timeline = (await tenant.GetAsync("/sandbox/accounts/1/timeline")).Json.GetProperty("items").EnumerateArray();
        Assert.Equal(ids.AsEnumerable().Reverse(), timeline.Select(one => one.GetProperty("authorization_id").GetInt64()));
        var events = (await tenant.GetAsync("/sandbox/events?type=authorization-event,authorization-cancellation-event")).Json.GetProperty(
            "items").EnumerateArray();
        Assert.Equal(ids, events.Select(one => one.GetProperty("data").GetProperty("authorization").GetProperty("id").GetInt64()));
        Assert.True((await tenant.GetAsync("/sandbox/check")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task An_offset_dates_what_is_posted_and_runs_on()
    {
        await using var tenant = shared.NewTenant();
        var (began, from) = (TimeProvider.System.GetUtcNow(), ClockOfTenant.Time("2040-01-01T00:00:00Z"));
        await tenant.SetClockAsync("""{"mode":"offset","now":"2040-01-01T00:00:00Z"}""");
        var first = ClockOfTenant.Time(await tenant.EventDateAsync());
        var shown = await tenant.ClockAsync();
        var second = ClockOfTenant.Time(await tenant.EventDateAsync(
            $$""","payment_datetime":"{{shown:yyyy-MM-dd'T'HH:mm:ss.ffffff}}Z" """));
        Assert.InRange(first, from, shown);
        Assert.InRange(second, shown.AddMilliseconds(-1), from + (TimeProvider.System.GetUtcNow() - began));
    }
}
