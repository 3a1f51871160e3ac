using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Accounts;

/// <summary>An account's status is changed and rolled back, in Pismo's words, and the ledger's transfers follow it.</summary>
public sealed class StatusChangeTests(SharedService shared)
{
    [Theory]
    [InlineData("NORMAL", true, true)]
    [InlineData("BLOCKED", false, true)]
    [InlineData("DEBIT_ONLY", true, false)]
    [InlineData("CANCELLED", false, false)]
    public async Task A_transfer_asks_each_side_for_its_direction_and_a_force_asks_nobody(string status, bool gives, bool receives)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(7, 100);
        await tenant.OpenWithAsync(8, 100);
        var before = await tenant.TransferAsync("account:7", "account:8", 10);
        await tenant.StatusAsync(7, status);
        Allows(gives, await tenant.TransferAsync("account:7", "account:8", 1));
        Allows(gives, await tenant.TransferAsync("account:7", "outside:bank", 1));
        Allows(receives, await tenant.TransferAsync("account:8", "account:7", 1));
        Allows(receives, await tenant.TransferAsync("outside:bank", "account:7", 1));
        Allows(receives, await tenant.TransferAsync("card:77", "account:7", 1));
        await tenant.ForcedAsync("""{"account_id":7,"amount":1,"processing_code":"090908"}""");
        await tenant.ForcedAsync("""{"account_id":7,"amount":1,"processing_code":"090907"}""");
        Assert.Equal(200, (await tenant.CancelTransferAsync(before.Id(), 10)).Code);
    }

    [Fact]
    public async Task The_reason_is_that_of_the_last_change()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        Assert.Equal(204, (await tenant.ChangeStatusAsync(7, """{"status":"BLOCKED","reason_id":12,"description":"Lost card"}""")).Code);
        Assert.Equal("BLOCKED 12 Lost card", await tenant.StatusOfAsync(7));
        Assert.Equal("blocked", await tenant.ShownAsync(7));
        // The same status for another reason is a change, and the very same is none.
        await tenant.ChangeStatusAsync(7, """{"status":"BLOCKED","reason_id":13}""");
        await tenant.ChangeStatusAsync(7, """{"status":"BLOCKED","reason_id":13}""");
        Assert.Equal("BLOCKED 13", await tenant.StatusOfAsync(7));
        await tenant.StatusAsync(7, "NORMAL");
        Assert.Equal("NORMAL", await tenant.StatusOfAsync(7));
        Assert.Equal(
            ["NORMAL -> BLOCKED 12 Lost card", "BLOCKED 12 Lost card -> BLOCKED 13", "BLOCKED 13 -> NORMAL"], await tenant.ChangesAsync(7));
    }

    [Theory]
    [InlineData("status", "{}")]
    [InlineData("status", """{"status":null}""")]
    [InlineData("status", """{"status":""}""")]
    [InlineData("status", """{"status":"blocked"}""")]
    [InlineData("status", """{"status":"SLEEPING"}""")]
    [InlineData("status", """{"status":"BLOCKED\u0000"}""")]
    [InlineData("reason_id", """{"status":"BLOCKED","reason_id":0}""")]
    [InlineData("description", """{"status":"BLOCKED","description":""}""")]
    [InlineData("description", """{"status":"BLOCKED","description":"a\u0000b"}""")]
    public async Task A_wrong_change_is_refused_and_changes_nothing(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        RefusedField(field, await tenant.ChangeStatusAsync(7, body));
        RefusedField("description", await tenant.ChangeStatusAsync(
            7, $$"""{"status":"BLOCKED","description":"{{new string('x', 501)}}"}"""));
        RefusedWith(400, "INVALID_JSON", await tenant.ChangeStatusAsync(7, "[]"));
        RefusedWith(415, "UNSUPPORTED_MEDIA_TYPE", await tenant.ChangeStatusAsync(7, "{}", ("content-type", "text/plain")));
        Assert.Equal("NORMAL", await tenant.StatusOfAsync(7));
        Assert.Empty(await tenant.ChangesAsync(7));
    }

    [Fact]
    public async Task A_final_status_stays_until_it_is_rolled_back()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        await tenant.ChangeStatusAsync(7, """{"status":"BLOCKED","reason_id":1}""");
        await tenant.StatusAsync(7, "CANCELLED");
        RefusedWith(409, "STATUS_IS_FINAL", await tenant.ChangeStatusAsync(7, """{"status":"NORMAL"}"""));
        RefusedWith(409, "STATUS_IS_FINAL", await tenant.ChangeStatusAsync(7, """{"status":"CANCELLED"}"""));
        Assert.Equal(204, (await tenant.RollBackAsync(7)).Code);
        Assert.Equal("BLOCKED 1", await tenant.StatusOfAsync(7));
        // A roll-back is a change as well. What it would go back to is final now, so it ends at the normal status.
        Assert.Equal(204, (await tenant.RollBackAsync(7, "{}")).Code);
        Assert.Equal("NORMAL", await tenant.StatusOfAsync(7));
        Assert.Equal(4, (await tenant.ChangesAsync(7)).Count);
    }

    [Fact]
    public async Task A_roll_back_goes_to_the_status_before_or_to_the_named_one()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        Assert.Equal(204, (await tenant.RollBackAsync(7)).Code);
        Assert.Empty(await tenant.ChangesAsync(7));
        await tenant.StatusAsync(7, "BLOCKED");
        Assert.Equal(204, (await tenant.RollBackAsync(7)).Code);
        Assert.Equal("NORMAL", await tenant.StatusOfAsync(7));
        Assert.Equal(204, (await tenant.RollBackAsync(7)).Code);
        Assert.Equal("BLOCKED", await tenant.StatusOfAsync(7));
        Assert.Equal(204, (await tenant.RollBackAsync(7, """{"status":"DEBIT_ONLY","reason_id":5,"description":"by hand"}""")).Code);
        Assert.Equal("DEBIT_ONLY 5 by hand", await tenant.StatusOfAsync(7));
        RefusedField("status", await tenant.RollBackAsync(7, """{"status":"CANCELLED"}"""));
        RefusedField("status", await tenant.RollBackAsync(7, """{"status":"SLEEPING"}"""));
        RefusedField("reason_id", await tenant.RollBackAsync(7, """{"reason_id":0}"""));
        Assert.Equal("DEBIT_ONLY 5 by hand", await tenant.StatusOfAsync(7));
    }

    [Fact]
    public async Task Changes_at_once_are_one_after_the_other()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(7, 100);
        string[] words = ["NORMAL", "BLOCKED", "DEBIT_ONLY"];
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => i % 3 == 0
            ? tenant.ForcedAsync("""{"account_id":7,"amount":1,"processing_code":"090907"}""")
            : tenant.StatusAsync(7, words[i % words.Length])));
        Assert.Equal(110, await tenant.BalanceOfAsync(7));
        var changes = (await tenant.ChangesAsync(7)).Select(line => line.Split(" -> ")).ToList();
        foreach (var (one, next) in changes.Zip(changes.Skip(1)))
            Assert.Equal(one[1], next[0]);
        Assert.Equal(changes.Count == 0 ? "NORMAL" : changes[^1][1], await tenant.StatusOfAsync(7));
    }

    [Fact]
    public async Task A_cached_account_notices_that_its_status_changed()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        for (var i = 0; i < 3; i++)
        {
            await tenant.ForcedAsync("""{"account_id":7,"amount":1,"processing_code":"090907"}""");
            await tenant.StatusAsync(7, i % 2 == 0 ? "BLOCKED" : "NORMAL");
        }
        RefusedWith(400, "ACCOUNT_NOT_ACTIVE", await tenant.TransferAsync("account:7", "outside:bank", 1));
        Assert.Equal(3, await tenant.BalanceOfAsync(7));
    }

    private static void Allows(bool allowed, Answer answer)
    {
        if (allowed)
            Posted(answer);
        else
            RefusedWith(400, "ACCOUNT_NOT_ACTIVE", answer);
    }
}

/// <summary>Strict mode asks for a token and a tenant on the routes of an account, as on the money routes.</summary>
[Collection(StrictService.Name)]
public sealed class StrictAccountTests(StrictService strict)
{
    [Theory]
    [InlineData("GET", "/accounts/v1/accounts/7", null)]
    [InlineData("GET", "/balances-limits/v1/accounts/7/limits", null)]
    [InlineData("PATCH", "/accounts/v2/accounts/7/status", """{"status":"BLOCKED"}""")]
    [InlineData("PATCH", "/accounts/v2/accounts/7/status/rollback", null)]
    public async Task Every_route_needs_a_token(string method, string path, string? body)
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        await tenant.OpenAsync(7);
        RefusedWith(401, "UNAUTHORIZED", await tenant.SendAsync(new HttpMethod(method), path, body));
        RefusedWith(403, "FORBIDDEN", await tenant.SendAsync(
            new HttpMethod(method), path, body, StrictService.Token($"TN-{Guid.NewGuid()}")));
        Assert.Equal(
            body is null && method is "GET" ? 200 : 204,
            (await tenant.SendAsync(new HttpMethod(method), path, body, StrictService.Token(StrictService.Org))).Code);
        RefusedWith(404, "ACCOUNT_NOT_FOUND", await tenant.SendAsync(
            new HttpMethod(method), path.Replace("/7", "/77", StringComparison.Ordinal), body, StrictService.Token(StrictService.Org)));
    }
}
