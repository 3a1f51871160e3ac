using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary><c>/sandbox/accounts</c>: look at accounts and set them up.</summary>
public sealed class AccountTests(SharedService shared)
{
    [Fact]
    public async Task An_account_shows_what_it_is()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/7", """{"credit_limit":100}""");
        await tenant.ForcedAsync("""{"account_id":7,"amount":40.25,"processing_code":"090908"}""");
        var answer = await tenant.GetAsync("/sandbox/accounts/7");
        Assert.Equal(200, answer.Code);
        Assert.Equal("id, kind, status, processing, currency, balance, credit_limit, held, available, limits, fees, opened_at",
            Refused.Names(answer.Json));
        Assert.StartsWith(
            """{"id":7,"kind":"customer","status":"active","processing":"normal","currency":"USD","balance":-40.25,"credit_limit":100,"held":0,"available":59.75,"limits":{"per_operation":null,"per_day":null},"fees":[],"opened_at":"20""",
            answer.Text,
            StringComparison.Ordinal);
        Assert.EndsWith("Z\"}", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("abc")]
    public async Task An_account_that_was_never_opened_is_not_found(string id)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.GetAsync($"/sandbox/accounts/{id}"), 404, "NOT_FOUND");
    }

    [Fact]
    public async Task Put_opens_the_account_and_sets_only_what_it_names()
    {
        await using var tenant = shared.NewTenant();
        var opened = await tenant.PutAsync(
            "/sandbox/accounts/7", """{"currency":"BRL","credit_limit":100.5,"processing":"delayed","limits":{"per_operation":10,"per_day":20.5}}""");
        Assert.Equal(200, opened.Code);
        Assert.Equal("""{"per_operation":10,"per_day":20.5}""", opened.Json.GetProperty("limits").GetRawText());
        var blocked = await tenant.PutAsync("/sandbox/accounts/7", """{"status":"blocked"}""");
        Assert.Contains(
            """
            "status":"blocked","processing":"delayed","currency":"BRL","balance":0,"credit_limit":100.5,"held":0,"available":100.5,"limits":{"per_operation":10,"per_day":20.5}
            """.Trim(),
            blocked.Text,
            StringComparison.Ordinal);
        Assert.Equal(blocked.Text, (await tenant.GetAsync("/sandbox/accounts/7")).Text);
        var unlimited = await tenant.PutAsync(
            "/sandbox/accounts/7", """{"status":"active","processing":"normal","limits":{"per_day":5}}""");
        Assert.Equal("""{"per_operation":null,"per_day":5}""", unlimited.Json.GetProperty("limits").GetRawText());
    }

    [Theory]
    [InlineData("{}", 200)]
    [InlineData("""{"status":"closed"}""", 400)]
    [InlineData("""{"status":"Active"}""", 400)]
    [InlineData("""{"processing":"slow"}""", 400)]
    [InlineData("""{"currency":"usd"}""", 400)]
    [InlineData("""{"currency":"ZZZ"}""", 400)]
    [InlineData("""{"currency":986}""", 400)]
    [InlineData("""{"credit_limit":-1}""", 400)]
    [InlineData("""{"credit_limit":"1"}""", 400)]
    [InlineData("""{"credit_limit":1e15}""", 400)]
    [InlineData("""{"limits":{"per_day":-1}}""", 400)]
    [InlineData("""{"limits":{"per_operation":0.00001}}""", 400)]
    [InlineData("""{"limits":[]}""", 400)]
    [InlineData("""{"balance":1}""", 400)]
    [InlineData("""{"status":"active","status":"active"}""", 400)]
    [InlineData("""[]""", 400)]
    [InlineData("""{""", 400)]
    public async Task A_wrong_member_is_refused_and_opens_nothing(string body, int status)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.PutAsync("/sandbox/accounts/7", body);
        Assert.Equal(status, answer.Code);
        Assert.Equal(status == 200 ? 200 : 404, (await tenant.GetAsync("/sandbox/accounts/7")).Code);
        if (status != 200)
            Refused.AsProblem(answer, 400, body is "[]" or "{" ? "INVALID_JSON" : "INVALID_FIELD");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public async Task An_id_below_one_is_refused(string id)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.PutAsync($"/sandbox/accounts/{id}", "{}"), 400, "INVALID_FIELD");
    }

    [Fact]
    public async Task The_currency_may_change_until_the_first_movement()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/7", """{"currency":"BRL"}""");
        await tenant.PutAsync("/sandbox/accounts/7", """{"currency":"978"}""");
        await tenant.ForcedAsync("""{"account_id":7,"amount":1,"processing_code":"090900","currency":"EUR"}""");
        Assert.Equal(200, (await tenant.PutAsync("/sandbox/accounts/7", """{"currency":"USD"}""")).Code);
        await tenant.PutAsync("/sandbox/accounts/7", """{"currency":"EUR"}""");
        await tenant.ForcedAsync("""{"account_id":7,"amount":1,"processing_code":"090907","currency":"EUR"}""");
        Refused.AsProblem(await tenant.PutAsync("/sandbox/accounts/7", """{"currency":"USD","status":"blocked"}"""), 409,
            "CURRENCY_IN_USE");
        var kept = await tenant.PutAsync("/sandbox/accounts/7", """{"currency":"EUR"}""");
        Assert.Equal("EUR active", $"{kept.Json.GetProperty("currency")} {kept.Json.GetProperty("status")}");
    }

    [Fact]
    public async Task The_list_is_paged_without_gap_or_repeat()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":120}""");
        Assert.Equal(50, (await tenant.GetAsync("/sandbox/accounts")).Json.GetProperty("items").GetArrayLength());
        var (seen, after, pages) = (new List<long>(), "", 0);
        do
        {
            var page = (await tenant.GetAsync($"/sandbox/accounts?limit=50{after}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64()));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : "";
            pages++;
        }
        while (after.Length > 0);
        Assert.Equal(Enumerable.Range(1, 120).Select(id => (long)id), seen);
        Assert.Equal(3, pages);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?limit=-1")]
    [InlineData("?limit=ten")]
    [InlineData("?limit=")]
    [InlineData("?after=x")]
    [InlineData("?after=-5")]
    [InlineData("?after=99999999999999999999")]
    [InlineData("?after=%00")]
    public async Task A_wrong_page_is_refused(string query)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.GetAsync("/sandbox/accounts" + query), 400, "INVALID_FIELD");
    }
}
