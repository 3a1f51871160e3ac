using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>What a force does to the account, by its processing code.</summary>
public sealed class ForcePostingTests(SharedService shared)
{
    [Theory]
    [InlineData("090907", "40.25", "40.25", 1)]
    [InlineData("090908", "40.25", "-40.25", 1)]
    [InlineData("090900", "40.25", "0", 0)]
    [InlineData("090910", "40.25", "38.75", 2)]
    [InlineData("090910", "1.00", "-0.5", 2)]
    [InlineData("090911", "40.25", "-41.06", 2)]
    [InlineData("090911", "0.01", "-0.01", 1)]
    public async Task The_code_gives_direction_and_fee(string code, string amount, string balance, int movements)
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceJson.With(("processing_code", ForceJson.Quoted(code)), ("amount", amount)));
        Assert.Equal(balance, (await tenant.GetAsync("/sandbox/accounts/1234")).Json.GetProperty("balance").GetRawText());
        Assert.Equal(movements, (await tenant.GetAsync("/sandbox/accounts/1234/movements")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task The_fee_is_a_movement_of_the_same_authorization()
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync(ForceJson.With(("processing_code", "\"090910\"")));
        var authorization = await tenant.AuthorizationAsync(id);
        Assert.Equal("FORCE", authorization.GetProperty("type").GetString());
        Assert.Equal(1.5m, authorization.GetProperty("fee").GetDecimal());
        Assert.Equal(40.25m, authorization.GetProperty("amount").GetDecimal());
        Assert.Equal(
            "principal 40.25, fee 1.5",
            string.Join(", ", authorization.GetProperty(
                "movements").EnumerateArray().Select(one => $"{one.GetProperty("kind")} {one.GetProperty("amount")}")));
    }

    [Theory]
    [InlineData("blocked")]
    [InlineData("canceled")]
    public async Task A_blocked_or_closed_account_is_posted_to_beyond_balance_and_limits(string status)
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1234", ForceJson.Of(
            ("status", ForceJson.Quoted(status)), ("limits", """{"per_operation":1,"per_day":1}""")));
        await tenant.ForcedAsync(ForceJson.With(("processing_code", "\"090908\"")));
        await tenant.ForcedAsync(ForceJson.With(("processing_code", "\"090907\""), ("amount", "10")));
        Assert.Equal(-30.25m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task An_unknown_account_is_opened_in_the_requests_currency_or_the_orgs()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceJson.With(("account_id", "1"), ("currency", "\"JPY\""), ("amount", "40")));
        await tenant.ForcedAsync(ForceJson.With(("account_id", "2")));
        Assert.Equal("JPY", (await tenant.GetAsync("/sandbox/accounts/1")).Json.GetProperty("currency").GetString());
        Assert.Equal("USD", (await tenant.GetAsync("/sandbox/accounts/2")).Json.GetProperty("currency").GetString());
    }

    [Fact]
    public async Task A_refused_force_does_not_open_its_account()
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("processing_code", "\"999999\""))), 400, "PROCESSING_CODE_NOT_FOUND");
        Refused.AsProblem(await tenant.GetAsync("/sandbox/accounts/1234"), 404, "NOT_FOUND");
    }

    [Fact]
    public async Task Without_opening_on_first_use_an_unknown_account_is_refused()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Accounts:OpenOnFirstUse", "false"));
        await using var tenant = service.NewTenant();
        var before = await tenant.CountsAsync();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("processing_code", "\"999999\""))), 400, "ACCOUNT_NOT_FOUND");
        Assert.Equal(before, await tenant.CountsAsync());
        await tenant.PutAsync("/sandbox/accounts/1234", "{}");
        await tenant.ForcedAsync(ForceJson.With());
    }
}
