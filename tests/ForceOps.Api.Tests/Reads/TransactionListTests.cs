using System.Text.Json;
using ForceOps.Api.Tests.Clock;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Reads.ReadsOfTenant;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Reads;

/// <summary>The list of an account's movements.</summary>
public sealed class TransactionListTests(SharedService shared)
{
    [Fact]
    public async Task Amount_fee_and_what_cancels_them_are_lines_newest_first()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-05T10:00:00Z");
        var id = Tenant.NewTrackingId();
        var force = await tenant.ForcedAsync(
            $$"""{"tracking_id":"{{id}}","account_id":7,"amount":100,"processing_code":"090911","descriptor":"Café"}""");
        var cancellation = await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":30,"cancel_fees":true}""");

        var page = await tenant.ReadAsync(Transactions(7));

        Assert.Equal((1, 1, 10, 4), page.Around());
        Assert.Equal([(4, true, 2m), (3, true, 30m), (2, false, 2m), (1, false, 100m)], page.Items().Select(Line));
        Assert.Equal(
            [cancellation, cancellation, force, force],
            page.Items().Select(item => item.GetProperty("authorization").GetProperty("id").GetInt64()));
        Assert.Equal(
            $$"""
            {"id":{{force + 1}},"authorization":{"type":"PLATFORM","id":{{force}},"code":"{{force % 1000000:D6}}"},"transaction_type_id":1,"credit":false,"amount":100,"currency":"USD","tracking_id":"{{id}}","processing_code":"090911","descriptor":"Café","event_date":"2030-01-05T10:00:00.000Z","accounting_date":"2030-01-07"}
            """,
            page.Items()[3].GetRawText());
    }

    [Fact]
    public async Task It_has_the_transactions_of_the_events_whichever_side_the_account_is_on()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 50);
        await tenant.OpenAsync(2);
        var transfer = Posted(await tenant.TransferAsync("account:1", "account:2", 20));
        await tenant.CancelTransferAsync(transfer.DebitId()!.Value, 5);
        foreach (var account in (int[])[1, 2])
        {
            var listed = (await tenant.ReadAsync(Transactions(account))).Items();
            var told = await tenant.EventObjectsAsync($"&type=creation&account={account}");
            Assert.NotEmpty(listed);
            Assert.Equal(
                told.Select(one => one.Data()).Reverse().Select(data => (data.Text("id"), data.Text("authorization.id"), data.Text("credit"),
                    data.Text("transaction_type_id"), data.Text("tracking_id"), data.Text("processing_code"))),
                listed.Select(item => (item.Text("id"), item.Text("authorization.id"), item.Text("credit"),
                    item.Text("transaction_type_id"), item.Text("tracking_id"), item.Text("processing_code"))));
        }
        foreach (var (account, authorization) in ((int, long?)[])[(1, transfer.DebitId()), (2, transfer.CreditId())])
        {
            var ofTransfer = await tenant.ReadAsync(Transactions(account, $"?tracking_id={transfer.TrackingId()}"));
            Assert.Equal($"{authorization}", Assert.Single(ofTransfer.Items()).Text("authorization.id"));
        }
        await tenant.OpenAsync(3);
        Assert.Equal((0, 1, 10, 0), (await tenant.ReadAsync(Transactions(3, $"?tracking_id={transfer.TrackingId()}"))).Around());
    }

    [Fact]
    public async Task Days_and_a_tracking_id_choose_among_them()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-01T00:00:00Z");
        var id = Tenant.NewTrackingId();
        await tenant.ForcedAsync($$"""{"tracking_id":"{{id}}","account_id":7,"amount":1,"processing_code":"090910"}""");
        await tenant.FreezeAsync("2030-01-02T23:59:59.999Z");
        await tenant.CreditAsync(7, 2);
        await tenant.FreezeAsync("2030-01-03T00:00:00Z");
        await tenant.CreditAsync(7, 3);

        foreach (var (query, amounts) in ((string, string)[])
        [
            ("", "3 2 1.5 1"), ("?begin_date=2030-01-02", "3 2"), ("?end_date=2030-01-02", "2 1.5 1"),
            ("?begin_date=2030-01-02&end_date=2030-01-02", "2"), ("?begin_date=2030-01-01&end_date=9999-12-31", "3 2 1.5 1"),
            ("?end_date=2029-12-31", ""), ("?begin_date=2030-01-04", ""), ("?begin_date=0001-01-01&end_date=2030-01-01", "1.5 1"),
            ($"?tracking_id={id}", "1.5 1"), ($"?tracking_id={id}&begin_date=2030-01-02", ""), ($"?tracking_id={id}&page=2&per_page=1", "1"),
            ("?tracking_id=unknown", ""),
        ])
        {
            var items = (await tenant.ReadAsync(Transactions(7, query))).Items();
            Assert.Equal((query, amounts), (query, string.Join(' ', items.Select(item => item.GetProperty("amount").GetRawText()))));
        }
    }

    [Fact]
    public async Task Pages_have_no_gap_and_no_repeat()
    {
        await using var tenant = shared.NewTenant();
        for (var i = 1; i <= 6; i++)
            await tenant.CreditAsync(7, i, i % 2 == 0 ? "090910" : "090908");
        var all = (await tenant.ReadAsync(Transactions(7, "?per_page=100"))).Items().Select(item => item.Text("id")).ToList();
        Assert.Equal(9, all.Count);
        foreach (var size in (int[])[1, 2, 4, 9])
        {
            var (seen, pages) = (new List<string?>(), (9 + size - 1) / size);
            for (var page = 1; page <= pages; page++)
            {
                var read = await tenant.ReadAsync(Transactions(7, $"?page={page}&per_page={size}"));
                Assert.Equal((pages, page, size, 9), read.Around());
                seen.AddRange(read.Items().Select(item => item.Text("id")));
            }
            Assert.Equal(all, seen);
        }
        Assert.Empty((await tenant.ReadAsync(Transactions(7, "?page=2"))).Items());
    }

    [Theory]
    [InlineData("?tracking_id=", "tracking_id")]
    [InlineData("?tracking_id=%00", "tracking_id")]
    [InlineData("?begin_date=yesterday", "begin_date")]
    [InlineData("?end_date=2030-13-01", "end_date")]
    [InlineData("?begin_date=2030-01-02&end_date=2030-01-01", "begin_date")]
    [InlineData("?page=101&per_page=100", "page")]
    [InlineData("?page=2147483647&per_page=100", "page")]
    [InlineData("?per_page=1000", "per_page")]
    public async Task Wrong_queries_are_refused(string query, string field)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        RefusedField(field, await tenant.GetAsync(Transactions(7, query)));
    }

    private static (int Type, bool Credit, decimal Amount) Line(JsonElement item) => (
        item.GetProperty("transaction_type_id").GetInt32(), item.GetProperty("credit").GetBoolean(), item.Number("amount"));
}
