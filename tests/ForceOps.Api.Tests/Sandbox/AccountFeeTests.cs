using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary>Fees of one account, which count instead of those of the processing codes, and fees that are the larger of two parts.</summary>
public sealed class AccountFeeTests(SharedService shared)
{
    /// <summary>The code of the default seed that charges 1.50 on a credit.</summary>
    private const string Charging = "090910";

    private const string Free = "090907";

    [Theory]
    [InlineData("""{"fixed":2,"percent":10,"method":"greater"}""", "10", "2")]
    [InlineData("""{"fixed":2,"percent":10,"method":"greater"}""", "20", "2")]
    [InlineData("""{"fixed":2,"percent":10,"method":"greater"}""", "30.05", "3.01")]
    [InlineData("""{"fixed":2,"percent":10,"method":"sum"}""", "30", "5")]
    [InlineData("""{"percent":10,"method":"greater"}""", "30", "3")]
    public async Task The_larger_part_or_both_are_charged(string fee, string amount, string charged)
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/processing-codes/GRT001", $$"""{"balance_impact":-1,"fee":{{fee}}}""").SuccessAsync();
        Assert.Equal(charged, await ChargedAsync(tenant, 7, "GRT001", amount));
    }

    [Fact]
    public async Task An_accounts_own_fee_counts_instead_of_the_codes_as_long_as_it_is_set()
    {
        await using var tenant = shared.NewTenant();
        // The account is known to the writer before it gets its fee, and again after it has lost it.
        Assert.Equal("1.5", await ChargedAsync(tenant, 7, Charging));
        Assert.Equal("0", await ChargedAsync(tenant, 7, Free));
        var set = await tenant.PutAsync("/sandbox/accounts/7",
            $$"""{"fees":[{"code":"{{Free}}","fixed":0.25},{"code":"{{Charging}}"}]}""").SuccessAsync();
        Assert.Equal(
            $$"""[{"code":"{{Free}}","fixed":0.25,"percent":0,"method":"sum"},{"code":"{{Charging}}","fixed":0,"percent":0,"method":"sum"}]""",
            set.Json.GetProperty("fees").GetRawText());
        Assert.Equal("0.25", await ChargedAsync(tenant, 7, Free));
        Assert.Equal("0.25", await ChargedAsync(tenant, 7, Free));
        Assert.Equal("0", await ChargedAsync(tenant, 7, Charging));
        Assert.Equal("0", await ChargedAsync(tenant, 8, Free));
        await tenant.PutAsync("/sandbox/accounts/7", """{"credit_limit":5}""").SuccessAsync();
        Assert.Equal("0.25", await ChargedAsync(tenant, 7, Free));
        await tenant.PutAsync("/sandbox/accounts/7", """{"fees":[]}""").SuccessAsync();
        Assert.Equal("0", await ChargedAsync(tenant, 7, Free));
        Assert.Equal("1.5", await ChargedAsync(tenant, 7, Charging));
    }

    [Fact]
    public async Task A_range_is_opened_with_fees_and_a_snapshot_keeps_them()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", $$"""{"from":1,"to":3,"fees":[{"code":"{{Free}}","fixed":1}]}""").SuccessAsync();
        await tenant.TakeAsync("before").SuccessAsync();
        await tenant.PutAsync("/sandbox/accounts/2", """{"fees":[]}""").SuccessAsync();
        Assert.Equal("0", await ChargedAsync(tenant, 2, Free));
        Assert.Equal("1", await ChargedAsync(tenant, 3, Free));
        await tenant.RestoreAsync("before").SuccessAsync();
        Assert.Equal("1", await ChargedAsync(tenant, 2, Free));
    }

    [Theory]
    [InlineData("fees[0].code", """[{"fixed":1}]""")]
    [InlineData("fees[0].code", "[null]")]
    [InlineData("fees[1].code", """[{"code":"abc","fixed":1},{"code":"abc","percent":1}]""")]
    [InlineData("fees[0].fixed", """[{"code":"abc","fixed":-1}]""")]
    [InlineData("fees[0].percent", """[{"code":"abc","percent":100000}]""")]
    [InlineData("fees[0].method", """[{"code":"abc","method":"largest"}]""")]
    public async Task What_is_wrong_with_a_fee_is_named(string field, string fees)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.PutAsync("/sandbox/accounts/7", $$"""{"fees":{{fees}}}""");
        Refused.AsProblem(answer, 400, "INVALID_FIELD");
        Assert.Contains(field, answer.Text, StringComparison.Ordinal);
    }

    private static async Task<string> ChargedAsync(Tenant tenant, long account, string code, string amount = "10")
    {
        var id = await tenant.ForcedAsync(
            $$"""{"account_id":{{account}},"amount":{{amount}},"processing_code":"{{code}}"}""");
        return (await tenant.AuthorizationAsync(id)).GetProperty("fee").GetRawText();
    }
}
