using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;
using static ForceOps.Api.Tests.Reads.ReadsOfTenant;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Reads;

/// <summary>Who may read which account, and what all reads of an account have in common.</summary>
public sealed class ReadAccessTests(SharedService shared)
{
    public static TheoryData<string> Paths => [Days(7), Transactions(7), Timeline(7)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task An_account_token_reaches_its_account_only(string path)
    {
        await using var tenant = shared.NewTenant();
        await tenant.CreditAsync(7, 1);
        await tenant.ReadAsync(path, ForgedTokens.Header(ForgedTokens.Token(tenant.Org)));
        await tenant.ReadAsync(path, ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 7)), ("x-account-id", "7"));
        RefusedWith(403, "FORBIDDEN", await GetAsync(tenant, path, ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 8))));
        // Nor does it learn whether an account exists.
        RefusedWith(403, "FORBIDDEN", await GetAsync(
            tenant, path.Replace("7", "99", StringComparison.Ordinal), ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 8))));
        RefusedField("x-account-id", await GetAsync(tenant, path, ("x-account-id", "8")));
        RefusedWith(401, "UNAUTHORIZED", await GetAsync(tenant, path, ForgedTokens.Header("x")));
        RefusedWith(400, "INVALID_TENANT", await GetAsync(tenant, path, ("x-tenant", "x")));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task An_account_belongs_to_its_org(string path)
    {
        await using var tenant = shared.NewTenant();
        await using var neighbour = shared.NewTenant();
        await tenant.CreditAsync(7, 1);
        await tenant.ReadAsync(path);
        RefusedWith(404, "ACCOUNT_NOT_FOUND", await neighbour.GetAsync(path));
        RefusedWith(403, "FORBIDDEN", await GetAsync(tenant, path, ForgedTokens.Header(ForgedTokens.Token(neighbour.Org))));
        await neighbour.CreditAsync(7, 2);
        Assert.DoesNotContain(tenant.Org, (await neighbour.GetAsync(path)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("9223372036854775808")]
    [InlineData("4111111111111111")]
    public async Task A_path_without_an_account_is_not_found(string account)
    {
        await using var tenant = shared.NewTenant();
        RefusedWith(404, "ACCOUNT_NOT_FOUND", await tenant.GetAsync($"/balances-limits/v1/accounts/{account}/daily-balances"));
        RefusedWith(404, "ACCOUNT_NOT_FOUND", await tenant.GetAsync($"/transactions/v1/accounts/{account}/transactions"));
        Assert.DoesNotContain("4111111111111111", (await tenant.GetAsync("/sandbox/requests")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_read_is_in_the_journal_answers_HEAD_and_takes_faults(string path)
    {
        await using var tenant = shared.NewTenant();
        await tenant.CreditAsync(7, 1);
        await tenant.ReadAsync(path);
        var entry = await tenant.LastAsync();
        Assert.Equal(("GET", "7", "200"), (entry.Text("method"), entry.Text("request.account_id"), entry.Text("status")));
        Assert.Equal((200, ""), await HeadAsync(tenant, path));
        RefusedWith(405, "METHOD_NOT_ALLOWED", await tenant.SendAsync(HttpMethod.Post, path, "{}"));
        RefusedWith(503, "LEDGER_UNAVAILABLE", await GetAsync(tenant, path, ("x-forceops-fault", "status=503")));
        var rule = await tenant.PutAsync("/sandbox/faults/reads", """{"match":{"account":7},"effect":{"status":500}}""");
        Assert.True(rule.Code is 200 or 201, rule.Text);
        RefusedWith(500, "INTERNAL_ERROR", await tenant.GetAsync(path));
    }

    [Fact]
    public async Task An_unknown_path_under_a_root_is_answered_in_Pismos_words()
    {
        await using var tenant = shared.NewTenant();
        foreach (var path in (string[])["/balances-limits/v9", "/transactions/v1", "/events/v3/timeline"])
            RefusedWith(404, "NOT_FOUND", await tenant.GetAsync(path));
    }

    private static Task<Answer> GetAsync(Tenant tenant, string path, params (string Name, string Value)[] headers) =>
        tenant.SendAsync(HttpMethod.Get, path, null, headers);

    private static async Task<(int Code, string Text)> HeadAsync(Tenant tenant, string path)
    {
        var answer = await tenant.SendAsync(HttpMethod.Head, path, null);
        return (answer.Code, answer.Text);
    }
}

/// <summary>The reads in strict mode.</summary>
[Collection(StrictService.Name)]
public sealed class StrictReadTests(StrictService strict)
{
    public static TheoryData<string> Paths => ReadAccessTests.Paths;

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task They_need_a_token_and_a_tenant(string path)
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        RefusedWith(401, "UNAUTHORIZED", await tenant.GetAsync(path));
        RefusedWith(401, "UNAUTHORIZED", await tenant.SendAsync(
            HttpMethod.Get, path, null, ForgedTokens.Header(ForgedTokens.Token(StrictService.Org))));
        await tenant.PutAsync("/sandbox/accounts/7", "{}");
        await tenant.ReadAsync(path, StrictService.Token(StrictService.Org));
    }
}
