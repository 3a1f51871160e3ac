using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>A token with an account reaches only that account, on every route (contract section 7).</summary>
public sealed class AccountTokenTests(SharedService shared)
{
    [Theory]
    [InlineData(1, 201)]
    [InlineData(2, 403)]
    public async Task It_forces_its_own_account_only(long account, int status)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForceAsync(
            $$"""{"account_id":{{account}},"amount":1,"processing_code":"090907"}""",
            ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 1)));
        IsOrForbidden(status, answer);
    }

    [Theory]
    [InlineData("account:1", "account:2", 201)]
    [InlineData("account:1", "outside:bank", 201)]
    [InlineData("account:1", "merchant:500", 201)]
    [InlineData("outside:bank", "account:1", 201)]
    [InlineData("card:77", "account:1", 201)]
    [InlineData("account:2", "account:1", 403)]
    [InlineData("account:2", "outside:bank", 403)]
    [InlineData("outside:bank", "account:2", 403)]
    [InlineData("card:77", "account:2", 403)]
    [InlineData("outside:bank", "merchant:1", 403)]
    [InlineData("merchant:500", "account:1", 403)]
    public async Task It_spends_from_its_account_and_brings_money_in_to_it(string from, string to, int status)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        await tenant.OpenWithAsync(2, 10);
        await tenant.OpenWithAsync(500, 10, """{"kind":"merchant"}""");
        IsOrForbidden(status, await tenant.TransferAsync(Body(from, to, 1), ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 1))));
    }

    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 403)]
    public async Task It_cancels_forces_of_its_account_only(long account, int status)
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForceAsync($$"""{"account_id":{{account}},"amount":1,"processing_code":"090907"}""");
        var token = ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 1));
        IsOrForbidden(status, await tenant.CancelForceAsync($$"""{"authorization_id":{{force.Id()}},"amount":0.50}""", token));
        IsOrForbidden(status, await tenant.CancelForceAsync(
            $$"""{"original_tracking_id":"{{force.TrackingId()}}","amount":0.50}""", token));
    }

    [Theory]
    [InlineData("account:1", "account:2", 200)]
    [InlineData("outside:bank", "account:1", 200)]
    [InlineData("account:2", "account:3", 403)]
    [InlineData("outside:bank", "account:2", 403)]
    [InlineData("account:2", "merchant:500", 403)]
    public async Task It_cancels_transfers_of_its_account_only(string from, string to, int status)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        await tenant.OpenWithAsync(2, 10);
        await tenant.OpenAsync(3);
        var transfer = Posted(await tenant.TransferAsync(from, to, 1));
        var token = ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 1));
        IsOrForbidden(status, await tenant.CancelTransferAsync(
            $$"""{"authorization_id":{{transfer.CreditId() ?? transfer.Id()}},"amount":0.50}""", token));
        IsOrForbidden(status, await tenant.CancelTransferAsync(
            $$"""{"original_tracking_id":"{{transfer.TrackingId()}}","amount":0.50}""", token));
    }

    [Fact]
    public async Task It_learns_nothing_about_what_it_cannot_reach()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForceAsync("""{"account_id":2,"amount":1,"processing_code":"090907"}""");
        var token = ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 1));
        var answer = await tenant.CancelTransferAsync($$"""{"authorization_id":{{force.Id()}},"amount":1}""", token);
        RefusedWith(403, "FORBIDDEN", answer);
        Assert.DoesNotContain(force.TrackingId(), answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_makes_changes_and_lists_no_processing_codes()
    {
        await using var tenant = shared.NewTenant();
        const string Codes = "/orgs-operation/v1/processing-codes";
        foreach (var (method, path, body) in ((string, string, string?)[])[
            ("POST", Codes, """{"id":"CASHBK","balance_impact":1,"description":"Cashback"}"""), ("GET", Codes, null),
            ("GET", $"{Codes}/090907", null), ("PATCH", $"{Codes}/090907", """{"description":"Credit"}""")])
        {
            RefusedWith(403, "FORBIDDEN", await tenant.SendAsync(
                new HttpMethod(method), path, body, ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 1))));
            Assert.InRange((await tenant.SendAsync(
                new HttpMethod(method), path, body, ForgedTokens.Header(ForgedTokens.Token(tenant.Org)))).Code, 200, 299);
        }
    }

    private static void IsOrForbidden(int status, Answer answer)
    {
        if (status == 403)
            RefusedWith(403, "FORBIDDEN", answer);
        else
            Assert.True(answer.Code == status, answer.Text);
    }
}
