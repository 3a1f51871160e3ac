using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>The checks that a force skips and a transfer makes (contract section 4).</summary>
public sealed class TransferCheckTests(SharedService shared)
{
    [Theory]
    [InlineData("account:9", "account:1")]
    [InlineData("account:1", "account:9")]
    [InlineData("outside:bank", "account:9")]
    [InlineData("account:9", "outside:bank")]
    [InlineData("account:500", "account:1")]
    [InlineData("account:1", "merchant:2")]
    [InlineData("merchant:2", "account:1")]
    public async Task An_account_that_does_not_exist_or_is_of_the_other_kind_is_not_found(string from, string to)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        await tenant.OpenWithAsync(2, 100);
        await tenant.OpenWithAsync(500, 100, """{"kind":"merchant"}""");
        RefusedWith(400, "ACCOUNT_NOT_FOUND", await tenant.TransferAsync(from, to, 1));
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/accounts/9")).Code);
    }

    [Theory]
    [InlineData(1, "blocked")]
    [InlineData(1, "canceled")]
    [InlineData(2, "DEBIT_ONLY")]
    [InlineData(2, "canceled")]
    public async Task The_status_of_each_account_must_allow_its_side(long account, string status)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        await tenant.OpenAsync(2);
        await tenant.OpenAsync(account, $$"""{"status":"{{status}}"}""");
        RefusedWith(400, "ACCOUNT_NOT_ACTIVE", await tenant.TransferAsync("account:1", "account:2", 1));
        await tenant.OpenAsync(account, """{"status":"active"}""");
        Posted(await tenant.TransferAsync("account:1", "account:2", 1));
    }

    [Theory]
    [InlineData("account:2")]
    [InlineData("merchant:500")]
    [InlineData("outside:bank")]
    public async Task Balance_and_credit_limit_can_be_spent_to_the_last_cent_and_no_further(string to)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100, """{"credit_limit":50}""");
        await tenant.OpenAsync(2);
        RefusedWith(400, "INSUFFICIENT_FUNDS", await tenant.TransferAsync("account:1", to, 150.01m));
        Assert.Equal(0, Posted(await tenant.TransferAsync("account:1", to, 150)).Available());
        RefusedWith(400, "INSUFFICIENT_FUNDS", await tenant.TransferAsync("account:1", to, 0.01m));
        Assert.Equal(-50, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task What_a_force_took_below_the_limit_must_come_back_before_anything_can_be_spent()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1, """{"credit_limit":20}""");
        Assert.Equal(201, (await tenant.ForceAsync("""{"account_id":1,"amount":30,"processing_code":"090908"}""")).Code);
        RefusedWith(400, "INSUFFICIENT_FUNDS", await tenant.TransferAsync("account:1", "outside:bank", 0.01m));
        Assert.Equal(-5, Posted(await tenant.TransferAsync("outside:bank", "account:1", 5)).Available());
        Assert.Equal(0.01m, Posted(await tenant.TransferAsync("outside:bank", "account:1", 5.01m)).Available());
        Posted(await tenant.TransferAsync("account:1", "outside:bank", 0.01m));
    }

    [Fact]
    public async Task One_transfer_may_take_as_much_as_the_limit_per_operation_and_no_more()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 1000, """{"limits":{"per_operation":50}}""");
        RefusedWith(400, "LIMIT_EXCEEDED", await tenant.TransferAsync("account:1", "outside:bank", 50.01m));
        Posted(await tenant.TransferAsync("account:1", "outside:bank", 50));
        Posted(await tenant.TransferAsync("account:1", "outside:bank", 50));
    }

    [Fact]
    public async Task A_days_transfers_may_take_as_much_as_the_limit_per_day_and_no_more()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 1000, """{"limits":{"per_day":100}}""");
        RefusedWith(400, "LIMIT_EXCEEDED", await tenant.TransferAsync("account:1", "outside:bank", 100.01m));
        var first = Posted(await tenant.TransferAsync("account:1", "outside:bank", 60));
        RefusedWith(400, "LIMIT_EXCEEDED", await tenant.TransferAsync("account:1", "outside:bank", 40.01m));
        Posted(await tenant.TransferAsync("account:1", "outside:bank", 40));
        Assert.Equal(200, (await tenant.CancelTransferAsync(first.Id(), 60)).Code);
        RefusedWith(400, "LIMIT_EXCEEDED", await tenant.TransferAsync("account:1", "outside:bank", 0.01m));
    }

    [Fact]
    public async Task Limits_bound_what_an_account_gives_by_transfers_only()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1, """{"limits":{"per_operation":10,"per_day":10}}""");
        Posted(await tenant.TransferAsync("outside:bank", "account:1", 500));
        Assert.Equal(201, (await tenant.ForceAsync("""{"account_id":1,"amount":400,"processing_code":"090908"}""")).Code);
        Posted(await tenant.TransferAsync("account:1", "outside:bank", 10));
    }

    [Fact]
    public async Task A_limit_of_0_forbids_and_a_limit_taken_away_allows_again()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100, """{"limits":{"per_operation":0}}""");
        RefusedWith(400, "LIMIT_EXCEEDED", await tenant.TransferAsync("account:1", "outside:bank", 0.01m));
        await tenant.OpenAsync(1, """{"limits":{}}""");
        Posted(await tenant.TransferAsync("account:1", "outside:bank", 100));
    }

    [Fact]
    public async Task Both_accounts_and_the_request_must_agree_on_the_currency()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100, """{"currency":"BRL"}""");
        await tenant.OpenAsync(2, """{"currency":"USD"}""");
        await tenant.OpenAsync(3, """{"currency":"BRL"}""");
        RefusedWith(400, "CURRENCY_MISMATCH", await tenant.TransferAsync("account:1", "account:2", 1));
        RefusedWith(400, "CURRENCY_MISMATCH", await tenant.TransferAsync(InCurrency("account:1", "account:3", "USD")));
        RefusedWith(400, "CURRENCY_MISMATCH", await tenant.TransferAsync(InCurrency("outside:bank", "account:1", "USD")));
        Posted(await tenant.TransferAsync(InCurrency("account:1", "account:3", "986")));
    }

    [Theory]
    [InlineData("JPY", "1.5", "1")]
    [InlineData("USD", "1.005", "1.01")]
    [InlineData("BHD", "0.0005", "0.001")]
    public async Task The_accounts_currency_says_how_many_decimals_there_are(string currency, string refused, string accepted)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1, $$"""{"currency":"{{currency}}"}""");
        RefusedField("amount", await tenant.TransferAsync("outside:bank", "account:1", decimal.Parse(refused)));
        Posted(await tenant.TransferAsync("outside:bank", "account:1", decimal.Parse(accepted)));
    }

    [Fact]
    public async Task A_refused_transfer_leaves_its_tracking_id_free()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var more = $""","tracking_id":"{Tenant.NewTrackingId()}" """;
        RefusedWith(400, "INSUFFICIENT_FUNDS", await tenant.TransferAsync("account:1", "outside:bank", 1, more));
        Posted(await tenant.TransferAsync("outside:bank", "account:1", 1, more));
    }

    private static string InCurrency(string from, string to, string currency) =>
        Body(from, to, 1).Replace("\"amount\"", $"\"currency\":\"{currency}\",\"amount\"", StringComparison.Ordinal);
}
