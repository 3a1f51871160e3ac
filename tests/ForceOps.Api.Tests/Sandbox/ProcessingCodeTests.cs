using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary><c>/sandbox/processing-codes</c>: what codes mean in an org, from the next operation on.</summary>
public sealed class ProcessingCodeTests(SharedService shared)
{
    private const string Codes = "/sandbox/processing-codes";

    [Fact]
    public async Task The_seed_has_the_contracts_codes()
    {
        await using var tenant = shared.NewTenant();
        var items = (await tenant.GetAsync(Codes)).Json.GetProperty("items").EnumerateArray()
            .ToDictionary(one => one.GetProperty("code").GetString()!, one => one, StringComparer.Ordinal);
        Assert.Equal("code, balance_impact, description, reversal_code, operation_type, fee", Refused.Names(items["090907"]));
        Assert.Equal("1 090908", $"{items["090907"].GetProperty("balance_impact")} {items["090907"].GetProperty("reversal_code")}");
        Assert.Equal("-1 090907", $"{items["090908"].GetProperty("balance_impact")} {items["090908"].GetProperty("reversal_code")}");
        Assert.Equal("""{"fixed":1.5,"percent":0,"method":"sum"}""", items["090910"].GetProperty("fee").GetRawText());
        Assert.Equal("""{"fixed":0,"percent":2,"method":"sum"}""", items["090911"].GetProperty("fee").GetRawText());
        Assert.Equal(0, items["090900"].GetProperty("balance_impact").GetInt32());
        Assert.All((string[])["100001", "100002", "100003", "100004"],
            code => Assert.NotNull(items[code].GetProperty("reversal_code").GetString()));
    }

    [Fact]
    public async Task A_code_is_made_shown_changed_and_removed()
    {
        await using var tenant = shared.NewTenant();
        const string made = """{"code":"abc","balance_impact":1,"description":"Cashback","reversal_code":"090908","operation_type":"HOLD_FUNDS","fee":{"fixed":0.5,"percent":1,"method":"greater"}}""";
        Assert.Equal(made, (await tenant.PutAsync(Codes + "/abc", made)).Text);
        Assert.Equal(made, (await tenant.GetAsync(Codes + "/abc")).Text);
        Assert.Equal(200, (await tenant.PutAsync(Codes + "/abc", """{"balance_impact":-1}""")).Code);
        Assert.Equal("""{"code":"abc","balance_impact":-1,"description":null,"reversal_code":null,"operation_type":"NORMAL","fee":null}""",
            (await tenant.GetAsync(Codes + "/abc")).Text);
        Assert.Equal(204, (await tenant.DeleteAsync(Codes + "/abc")).Code);
        Refused.AsProblem(await tenant.GetAsync(Codes + "/abc"), 404, "NOT_FOUND");
        Refused.AsProblem(await tenant.DeleteAsync(Codes + "/abc"), 404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_change_takes_effect_on_the_next_force()
    {
        await using var tenant = shared.NewTenant();
        const string force = """{"account_id":7,"amount":10,"processing_code":"ABC123"}""";
        Refused.AsPismo(await tenant.ForceAsync(force), 400, "PROCESSING_CODE_NOT_FOUND");
        foreach (var (impact, balance) in ((int, decimal)[])[(1, 10m), (-1, 0m), (0, 0m), (1, 10m)])
        {
            await tenant.PutAsync(Codes + "/ABC123", $$"""{"balance_impact":{{impact}}}""");
            await tenant.ForcedAsync(force);
            Assert.Equal(balance, await tenant.BalanceOfAsync(7));
        }
        await tenant.PutAsync(Codes + "/ABC123", """{"balance_impact":1,"fee":{"fixed":1,"percent":10}}""");
        await tenant.ForcedAsync(force);
        Assert.Equal(18m, await tenant.BalanceOfAsync(7));
        await tenant.DeleteAsync(Codes + "/ABC123");
        Refused.AsPismo(await tenant.ForceAsync(force), 400, "PROCESSING_CODE_NOT_FOUND");
    }

    [Fact]
    public async Task One_orgs_codes_are_not_anothers()
    {
        await using var tenant = shared.NewTenant();
        await using var other = shared.NewTenant();
        await tenant.DeleteAsync(Codes + "/090907");
        await other.ForcedAsync("""{"account_id":7,"amount":10,"processing_code":"090907"}""");
    }

    [Theory]
    [InlineData("ab", """{"balance_impact":1}""")]
    [InlineData("abcdefg", """{"balance_impact":1}""")]
    [InlineData("a-b", """{"balance_impact":1}""")]
    [InlineData("%C3%A4bc", """{"balance_impact":1}""")]
    [InlineData("abc", """{"code":"abd","balance_impact":1}""")]
    [InlineData("abc", """{}""")]
    [InlineData("abc", """{"balance_impact":2}""")]
    [InlineData("abc", """{"balance_impact":"1"}""")]
    [InlineData("abc", """{"balance_impact":1.5}""")]
    [InlineData("abc", """{"balance_impact":1,"description":"123456789012345678901234567890123456789012345678901"}""")]
    [InlineData("abc", """{"balance_impact":1,"description":"nul \u0000"}""")]
    [InlineData("abc", """{"balance_impact":1,"description":"lone \ud800"}""")]
    [InlineData("abc", """{"balance_impact":1,"reversal_code":"x"}""")]
    [InlineData("abc", """{"balance_impact":1,"reversal_code":""}""")]
    [InlineData("abc", """{"balance_impact":1,"fee":{"fixed":-1}}""")]
    [InlineData("abc", """{"balance_impact":1,"fee":{"percent":-1}}""")]
    [InlineData("abc", """{"balance_impact":1,"fee":{"percent":100000}}""")]
    [InlineData("abc", """{"balance_impact":1,"fee":{"percent":0.00001}}""")]
    [InlineData("abc", """{"balance_impact":1,"fee":1}""")]
    [InlineData("abc", """{"balance_impact":1,"fee":{"fixed":1,"method":"larger"}}""")]
    [InlineData("abc", """{"balance_impact":1,"surprise":1}""")]
    public async Task A_wrong_code_is_refused_and_not_made(string code, string body)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.PutAsync($"{Codes}/{code}", body), 400, "INVALID_FIELD");
        Refused.AsProblem(await tenant.GetAsync($"{Codes}/{code}"), 404, "NOT_FOUND");
    }

    [Fact]
    public async Task The_list_is_paged_without_gap_or_repeat()
    {
        await using var tenant = shared.NewTenant();
        var all = (await tenant.GetAsync(Codes)).Json.GetProperty(
            "items").EnumerateArray().Select(one => one.GetProperty("code").GetString()!).ToList();
        var (seen, after) = (new List<string>(), "");
        do
        {
            var page = (await tenant.GetAsync($"{Codes}?limit=4{after}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("code").GetString()!));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);
        Assert.Equal(string.Join(' ', all), string.Join(' ', seen));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?after=%00")]
    public async Task A_wrong_page_is_refused(string query)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.GetAsync(Codes + query), 400, "INVALID_FIELD");
    }
}
