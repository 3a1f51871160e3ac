using System.Diagnostics;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary><c>PUT /sandbox/accounts</c>: many accounts in one call.</summary>
public sealed class AccountRangeTests(SharedService shared)
{
    [Fact]
    public async Task A_hundred_thousand_accounts_are_opened_in_seconds()
    {
        await using var tenant = shared.NewTenant();
        var clock = Stopwatch.StartNew();
        var answer = await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":100000,"currency":"EUR","credit_limit":5}""");
        Assert.Equal("""{"opened":100000,"existing":0}""", answer.Text);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"it took {clock.Elapsed}");
        var last = await tenant.GetAsync("/sandbox/accounts/100000");
        Assert.Equal("EUR 5", $"{last.Json.GetProperty("currency")} {last.Json.GetProperty("credit_limit")}");
    }

    [Fact]
    public async Task Accounts_that_exist_stay_as_they_are()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/5", """{"currency":"BRL"}""");
        Assert.Equal("""{"opened":9,"existing":1}""", (
            await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":10,"currency":"EUR"}""")).Text);
        Assert.Equal("""{"opened":0,"existing":10}""", (await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":10}""")).Text);
        Assert.Equal("BRL", (await tenant.GetAsync("/sandbox/accounts/5")).Json.GetProperty("currency").GetString());
    }

    [Fact]
    public async Task The_last_id_there_is_can_be_opened()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.PutAsync("/sandbox/accounts", """{"from":9223372036854775806,"to":9223372036854775807}""");
        Assert.Equal("""{"opened":2,"existing":0}""", answer.Text);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"from":1}""")]
    [InlineData("""{"to":1}""")]
    [InlineData("""{"from":0,"to":1}""")]
    [InlineData("""{"from":-9223372036854775808,"to":9223372036854775807}""")]
    [InlineData("""{"from":2,"to":1}""")]
    [InlineData("""{"from":1,"to":1000001}""")]
    [InlineData("""{"from":1,"to":9223372036854775807}""")]
    [InlineData("""{"from":1,"to":2,"currency":"x"}""")]
    [InlineData("""{"from":"1","to":2}""")]
    public async Task A_wrong_range_is_refused(string body)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.PutAsync("/sandbox/accounts", body), 400, "INVALID_FIELD");
        Assert.Equal("""{"items":[],"next":null}""", (await tenant.GetAsync("/sandbox/accounts")).Text);
    }
}
