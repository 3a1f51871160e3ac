using System.Text;
using ForceOps.Api.Pismo;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>Strict mode: token and tenant on every route, and nothing published guards anything.</summary>
[Collection(StrictService.Name)]
public sealed class StrictModeTests(SharedService shared, StrictService strict)
{
    private const string Force = """{"account_id":1,"amount":1,"processing_code":"090907"}""";

    [Theory]
    [InlineData("/payments/v1/payments/force")]
    [InlineData("/payments/v1/payments/force/cancel")]
    [InlineData("/payments/v2/cancel")]
    [InlineData("/payment-methods/v2/payments")]
    [InlineData("/payment-methods/v2/transfers")]
    [InlineData("/payment-methods/v2/payments/cancel")]
    [InlineData("/payment-methods/v2/transfers/cancel")]
    [InlineData("/payment-methods/v2/payments/confirm")]
    [InlineData("/payment-methods/v2/payments/1/confirm")]
    [InlineData("/payments/v1/payments/hold-funds/block")]
    [InlineData("/payments/v1/payments/hold-funds/unblock")]
    [InlineData("/payments/v1/payments/hold-funds/transfer")]
    [InlineData("/payments/v1/payments/hold-funds/transfer/cancel")]
    [InlineData("/orgs-operation/v1/processing-codes")]
    public async Task Every_route_needs_a_token_and_a_tenant(string path)
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        RefusedWith(401, "UNAUTHORIZED", await tenant.SendAsync(HttpMethod.Post, path, "{}"));
        RefusedWith(401, "UNAUTHORIZED", await tenant.SendAsync(
            HttpMethod.Post, path, "{}", ForgedTokens.Header(ForgedTokens.Token(StrictService.Org))));
        RefusedWith(400, "INVALID_TENANT", await WithoutTenantAsync(path));
        RefusedWith(400, "INVALID_FIELD", await tenant.SendAsync(HttpMethod.Post, path, "{}", StrictService.Token(StrictService.Org)));
    }

    /// <summary>Pismo's page of the route asks for the token of an account.</summary>
    [Fact]
    public async Task A_transfer_takes_the_token_of_its_account_only()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        await tenant.OpenAsync(71);
        var body = Body("outside:bank", "account:71", 1);
        RefusedWith(401, "UNAUTHORIZED", await tenant.TransferAsync(body));
        RefusedWith(403, "FORBIDDEN", await tenant.TransferAsync(body, StrictService.Token(StrictService.Org)));
        RefusedWith(403, "FORBIDDEN", await tenant.TransferAsync(body, StrictService.Token(StrictService.Org, 72)));
        Assert.Equal(201, (await tenant.TransferAsync(body, StrictService.Token(StrictService.Org, 71))).Code);
    }

    [Theory]
    [InlineData("GET", "", null, 200)]
    [InlineData("GET", "/090907", null, 200)]
    [InlineData("PATCH", "/090907", "{}", 400)]
    public async Task The_codes_are_read_and_changed_with_a_token_only(string method, string code, string? body, int status)
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        var path = $"/orgs-operation/v1/processing-codes{code}";
        RefusedWith(401, "UNAUTHORIZED", await tenant.SendAsync(new HttpMethod(method), path, body));
        RefusedWith(403, "FORBIDDEN", await tenant.SendAsync(
            new HttpMethod(method), path, body, StrictService.Token($"TN-{Guid.NewGuid()}")));
        Assert.Equal(status, (await tenant.SendAsync(new HttpMethod(method), path, body, StrictService.Token(StrictService.Org))).Code);
    }

    [Fact]
    public async Task Nobody_fills_an_orgs_journal_by_naming_the_org()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, ("x-cid", "cid-of-nobody")));
        RefusedWith(400, "INVALID_FIELD", await tenant.ForceAsync(
            "{}", StrictService.Token(StrictService.Org), ("x-cid", "cid-of-the-org")));
        var cids = (await tenant.JournalAsync("?limit=1000")).Select(entry => entry.Text("cid")).ToList();
        Assert.Contains("cid-of-the-org", cids, StringComparer.Ordinal);
        Assert.DoesNotContain("cid-of-nobody", cids, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_configured_key_gets_a_token_that_reaches_its_org()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        var answer = await tenant.SendAsync(
            HttpMethod.Post, "/passport/v2/s2s/access-token", $$"""{"server_key":"{{StrictService.Key}}","server_secret":"{{StrictService.Secret}}"}""");
        Assert.Equal((200, StrictService.Org), (answer.Code, answer.Json.GetProperty("tenant").GetString()));
        await tenant.PutAsync("/sandbox/accounts/1", "{}");
        var token = ForgedTokens.Header(answer.Json.GetProperty("token").GetString()!);
        Assert.Equal(201, (await tenant.ForceAsync(Force, token)).Code);
        RefusedWith(403, "FORBIDDEN", await tenant.ForceAsync(Force, token, ("x-tenant", OrgId.Default.ToString())));
    }

    [Fact]
    public async Task An_org_that_nobody_made_is_unknown()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        var org = $"TN-{Guid.NewGuid()}";
        RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, StrictService.Token(org), ("x-tenant", org)));
        Assert.DoesNotContain(org, (await tenant.GetAsync("/sandbox/orgs")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_published_demo_key_gets_no_token()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        RefusedWith(401, "UNAUTHORIZED", await tenant.SendAsync(
            HttpMethod.Post, "/passport/v2/s2s/access-token", """{"server_key":"forceops-demo-key","server_secret":"forceops-demo-secret"}"""));
    }

    [Fact]
    public async Task Accounts_are_not_opened_on_first_use()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        var body = Force.Replace("\"account_id\":1", "\"account_id\":404", StringComparison.Ordinal);
        RefusedWith(400, "ACCOUNT_NOT_FOUND", await tenant.ForceAsync(body, StrictService.Token(StrictService.Org)));
    }

    [Theory]
    [InlineData("ForceOps:Tokens:SigningKey", TokensOptions.DemoSigningKey, "signing key")]
    [InlineData("ForceOps:Tokens:SigningKey", "short", "ForceOps:Tokens")]
    [InlineData("ForceOps:Keys:0:ServerKey", "forceops-demo-key", "demo key")]
    [InlineData("ForceOps:Keys:0:Tenant", "TN-1", "ForceOps:Keys:0")]
    public async Task It_does_not_start_with_what_is_published_or_malformed(string setting, string value, string reason) =>
        await RefusesToStartAsync(reason, [
            .. StrictService.Settings.Where(one => !one.Item1.Equals(setting, StringComparison.Ordinal)), (setting, value)]);

    [Fact]
    public async Task It_does_not_start_without_a_signing_key() =>
        await RefusesToStartAsync("signing key", [
            .. StrictService.Settings.Where(one => !one.Item1.Contains("SigningKey", StringComparison.Ordinal))]);

    [Fact]
    public async Task It_does_not_start_without_keys() =>
        await RefusesToStartAsync("at least one key", [
            .. StrictService.Settings.Where(one => !one.Item1.Contains(":Keys:", StringComparison.Ordinal))]);

    private async Task RefusesToStartAsync(string reason, (string, string)[] settings)
    {
        var (exitCode, output) = await RunningService.StartAndFailAsync(await shared.Postgres.CreateDatabaseAsync(), settings);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.DoesNotContain(StrictService.Secret, output, StringComparison.Ordinal);
    }

    private async Task<Answer> WithoutTenantAsync(string path)
    {
        using var client = strict.Service.CreateClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Add("authorization", StrictService.Token(StrictService.Org).Item2);
        var message = await client.SendAsync(request);
        return new Answer(message.StatusCode, await message.Content.ReadAsStringAsync(), message);
    }
}
