using System.Text;
using System.Text.Json;
using ForceOps.Api.Tests.Clock;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;
using static ForceOps.Api.Tests.Reads.ReadsOfTenant;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Reads;

/// <summary>The timeline in Pismo's form: pages by cursor, filtered after they were read.</summary>
public sealed class TimelineListTests(SharedService shared)
{
    [Fact]
    public async Task Its_lines_are_those_of_the_events_newest_first()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-02T10:00:00.123Z");
        var force = await tenant.CreditAsync(7, 100, "090910");
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":30}""");

        var page = await tenant.ReadAsync(Timeline(7));

        Assert.Equal("has_next, next_cursor, count, items", Refused.Names(page));
        Assert.Equal(("False", null, "3"), (page.Text("has_next"), page.Text("next_cursor"), page.Text("count")));
        var told = (await tenant.EventObjectsAsync("&type=events")).Select(one => one.Data()).Reverse().ToList();
        Assert.Equal(
            told.Select(data => (data.Text("type"), data.Text("category"), data.Text("tenant_account_timestamp"), data.Text("correlation_id"),
                data.Text("data"))),
            page.Items().Select(item => (item.Text("type"), item.Text("category"), item.Text("tenant_account_timestamp"),
                item.Text("correlation_id"), (string?)item.GetProperty("data").GetRawText())));
        Assert.All(page.Items(), item => Assert.Equal(
            ("7", "2030-01-02T10:00:00.123000000Z"), (item.Text("account_id"), item.Text("timestamp"))));
        Assert.Equal(["PARTIAL_CANCELLATION", "AUTHORIZATION", "AUTHORIZATION"], page.Items().Select(item => item.Text("category")));
    }

    [Fact]
    public async Task A_page_of_hidden_lines_is_empty_and_leads_on()
    {
        await using var tenant = shared.NewTenant();
        for (var i = 1; i <= 7; i++)
            await tenant.ForcedAsync($$"""{"account_id":7,"amount":{{i}},"processing_code":"090907"}""",
                ("x-skip-timeline", i is >= 3 and <= 6 ? "true" : "false"));

        var (counts, amounts, cursor) = (new List<string?>(), new List<decimal>(), "");
        while (true)
        {
            var page = await tenant.ReadAsync(Timeline(7, $"&limit=2{cursor}"));
            counts.Add(page.Text("count"));
            amounts.AddRange(page.Items().Select(item => item.GetProperty("data").GetProperty("item").Number("amount")));
            if (page.Text("next_cursor") is not { } next)
                break;
            Assert.Equal("True", page.Text("has_next"));
            var position = JsonDocument.Parse(Convert.FromBase64String(next)).RootElement;
            Assert.Equal("TenantAccountTimestamp, TenantAccount, Timestamp", Refused.Names(position));
            Assert.StartsWith(
                $"{position.Text("TenantAccount")}::{position.Text("Timestamp")}", position.Text("TenantAccountTimestamp"),
                StringComparison.Ordinal);
            cursor = $"&next_cursor={Uri.EscapeDataString(next)}";
        }

        Assert.Equal(["1", "0", "1", "1"], counts);
        Assert.Equal([7m, 2, 1], amounts);
    }

    [Fact]
    public async Task Type_and_category_leave_lines_out_of_a_page_that_was_read()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.CreditAsync(7, 100, "090910");
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}}}""");

        Assert.Equal("FEE", Assert.Single((await tenant.ReadAsync(Timeline(7, "&type=FEE"))).Items()).Text("type"));
        Assert.Equal("CANCELLATION", Assert.Single((await tenant.ReadAsync(Timeline(7, "&category=CANCELLATION"))).Items()).Text("category"));
        Assert.Equal(2, (await tenant.ReadAsync(Timeline(7, "&type=CASH_IN&category="))).Items().Count);
        var empty = await tenant.ReadAsync(Timeline(7, "&type=CASH_OUT&limit=1"));
        Assert.Equal(("True", "0"), (empty.Text("has_next"), empty.Text("count")));
    }

    [Fact]
    public async Task The_account_comes_from_the_token_or_from_a_header_too()
    {
        await using var tenant = shared.NewTenant();
        await tenant.CreditAsync(7, 1);
        await tenant.CreditAsync(8, 1);
        var token = ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 7));
        const string path = "/events/v4/timeline";

        Assert.Equal("7", Assert.Single((await tenant.ReadAsync(path, token)).Items()).Text("account_id"));
        Assert.Equal("8", Assert.Single((await tenant.ReadAsync(path, ("x-account-id", "8"))).Items()).Text("account_id"));
        RefusedField("account_id", await tenant.GetAsync(path));
        RefusedField("x-account-id", await tenant.SendAsync(HttpMethod.Get, Timeline(7), null, ("x-account-id", "8")));
        RefusedWith(403, "FORBIDDEN", await tenant.SendAsync(HttpMethod.Get, Timeline(8), null, token));
        RefusedWith(403, "FORBIDDEN", await tenant.SendAsync(HttpMethod.Get, path, null, token, ("x-account-id", "8")));
    }

    [Fact]
    public async Task What_is_no_cursor_of_this_timeline_is_refused()
    {
        await using var tenant = shared.NewTenant();
        await tenant.CreditAsync(7, 1, "090910");
        await tenant.CreditAsync(8, 1, "090910");
        var other = (await tenant.ReadAsync(Timeline(8, "&limit=1"))).Text("next_cursor")!;
        foreach (var cursor in (string[])["x", "", "%00", Encode("{}"), Encode("null"), Encode("[1]"), Encode("{\"TenantAccountTimestamp\":\"a::b\"}"),
            Uri.EscapeDataString(other), new string('A', 2000)])
            RefusedField("next_cursor", await tenant.GetAsync(Timeline(7, $"&next_cursor={cursor}")));
        RefusedField("nextCursor", await tenant.GetAsync(Timeline(7, "&nextCursor=x")));
        foreach (var limit in (string[])["0", "101", "x", ""])
            RefusedField("limit", await tenant.GetAsync(Timeline(7, $"&limit={limit}")));
        RefusedField("account_id", await tenant.GetAsync("/events/v4/timeline?account_id=x"));

        static string Encode(string json) => Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(json)));
    }
}
