using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>Every kind of transfer and its answer (contract section 4).</summary>
public sealed class TransferTests(SharedService shared)
{
    [Fact]
    public async Task The_guides_cash_in_is_answered_as_in_the_guide()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(12387, """{"credit_limit":1303.35}""");
        var answer = Posted(await tenant.TransferAsync(
            """{"descriptor":"DESCRIPTOR CASH-IN","from":[{"custom_info":{"type":"DEPOSIT","external_id":"my-external-id-test-01"}}],"to":[{"amount":100,"account":{"id":12387}}]}"""));
        var (id, date) = (answer.Id(), answer.Json.GetProperty("event_date").GetString());
        Assert.Equal(
            $$"""{"authorization_id":{{id}},"authorization_ids":{"credit":{{id}},"debit":null},"available_credit_limit":1403.35,"event_date":"{{date}}","status_code":1,"tracking_id":"{{answer.TrackingId()}}"}""",
            answer.Text);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", date);
        Assert.True(Guid.TryParse(answer.TrackingId(), out _));
        Assert.Equal(100, await tenant.BalanceOfAsync(12387));
    }

    [Theory]
    [InlineData("outside:bank", "account:1", null, "100001", 1010)]
    [InlineData("account:1", "outside:bank", "100002", null, 990)]
    [InlineData("account:1", "account:2", "100003", "100004", 990)]
    [InlineData("account:1", "merchant:501", "100003", "100004", 990)]
    [InlineData("card:77", "account:1", null, "100001", 1010)]
    [InlineData("card:77", "merchant:501", null, "100001", 1010)]
    [InlineData("outside:bank", "merchant:501", null, "100001", 1010)]
    [InlineData("merchant:501", "outside:bank", "100002", null, 990)]
    [InlineData("merchant:501", "account:1", "100003", "100004", 990)]
    [InlineData("merchant:501", "merchant:502", "100003", "100004", 990)]
    public async Task Each_side_in_the_books_gets_an_authorization_under_the_default_code(
        string from, string to, string? debitCode, string? creditCode, decimal available)
    {
        await using var tenant = shared.NewTenant();
        foreach (var account in (long[])[1, 2])
            await tenant.OpenWithAsync(account, 1000);
        foreach (var merchant in (long[])[501, 502])
            await tenant.OpenWithAsync(merchant, 1000, """{"kind":"merchant"}""");

        var answer = Posted(await tenant.TransferAsync(from, to, 10));

        Assert.Equal(answer.DebitId() ?? answer.CreditId(), answer.Id());
        Assert.Equal(available, answer.Available());
        foreach (var (party, id, code, balance) in new[] { (from, answer.DebitId(), debitCode, 990m),
            (to, answer.CreditId(), creditCode, 1010m) })
        {
            Assert.Equal(code is null, id is null);
            if (id is null)
                continue;
            var (side, account) = (await tenant.AuthorizationAsync(id.Value), long.Parse(party.Split(':')[1]));
            Assert.Equal(
                ("TRANSFER", account, code, 10m, "USD"),
                (side.GetProperty("type").GetString(), side.GetProperty("account_id").GetInt64(),
                    side.GetProperty("processing_code").GetString(),
                    side.GetProperty("amount").GetDecimal(), side.GetProperty("currency").GetString()));
            Assert.Equal(answer.TrackingId(), side.GetProperty("tracking_id").GetString());
            Assert.Equal(balance, await tenant.BalanceOfAsync(account));
        }
    }

    [Theory]
    [InlineData(36)]
    [InlineData(65)]
    public async Task A_tracking_id_of_36_to_65_characters_comes_back_as_it_was_sent(int length)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var trackingId = new string('é', length);
        var answer = Posted(await tenant.TransferAsync("outside:bank", "account:1", 1, $$""","tracking_id":"{{trackingId}}" """));
        Assert.Equal(trackingId, answer.TrackingId());
    }

    [Fact]
    public async Task What_is_said_about_a_transfer_is_kept_on_both_sides()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        await tenant.OpenAsync(2);
        var answer = Posted(await tenant.TransferAsync(
            Body("account:1", "account:2", 10, ""","descriptor":" Rent, June! ","metadata":{ "a" : [1, 2.50] }"""), ("x-cid", "call-1"),
            ("x-skip-timeline", "TRUE")));
        foreach (var id in new[] { answer.DebitId(), answer.CreditId() })
        {
            var side = await tenant.AuthorizationAsync(id!.Value);
            Assert.Equal("Rent June", side.GetProperty("descriptor").GetString());
            Assert.Equal("""{"a":[1,2.50]}""", side.GetProperty("metadata").GetRawText().Replace(" ", "", StringComparison.Ordinal));
            Assert.Equal("call-1", side.GetProperty("cid").GetString());
            Assert.False(side.GetProperty("in_timeline").GetBoolean());
        }
    }

    [Fact]
    public async Task An_accounts_movements_show_what_it_gave_and_got()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        await tenant.OpenAsync(2);
        Posted(await tenant.TransferAsync("outside:bank", "account:1", 30));
        Posted(await tenant.TransferAsync("account:1", "account:2", 10.25m));
        var lines = (await tenant.GetAsync("/sandbox/accounts/1/movements")).Json.GetProperty("items").EnumerateArray()
            .Select(line => (line.GetProperty("amount").GetDecimal(), line.GetProperty("balance_after").GetDecimal(),
                line.GetProperty("counterparty").GetInt64()));
        Assert.Equal([(-10.25m, 19.75m, 2L), (30m, 30m, InternalAccount.OutsideWorld)], lines);
    }

    [Fact]
    public async Task The_header_that_names_an_account_must_name_one_of_the_transfer()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        await tenant.OpenAsync(2);
        RefusedField("x-account-id", await tenant.TransferAsync(Body("account:1", "account:2", 1), ("x-account-id", "3")));
        Posted(await tenant.TransferAsync(Body("account:1", "account:2", 1), ("x-account-id", "1")));
        Posted(await tenant.TransferAsync(Body("account:1", "account:2", 1), ("x-account-id", "2")));
    }
}
