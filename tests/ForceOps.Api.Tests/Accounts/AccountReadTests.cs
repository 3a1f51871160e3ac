using System.Text.Json;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Accounts.AccountsOfTenant;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Accounts;

/// <summary>The account and its limits, in Pismo's words.</summary>
public sealed class AccountReadTests(SharedService shared)
{
    private const string Required =
        "acquisition_id, document_number, entity_type, name, email, org, program_name, program_type, status, status_reason_id, "
        + "status_reason_description, collections_status, open_due_date, current_cicle, current_balance, available_withdrawal_credit, "
        + "available_monthly_credit, available_total_installment_credit, withdrawal_credit_limit, monthly_credit_limit, "
        + "total_installment_credit_limit, total_credit_limit, max_credit_limit, available_credit_limit";

    [Fact]
    public async Task The_account_has_every_required_member_and_real_sums()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(7, 40.25m, """{"credit_limit":500}""");
        var account = (await tenant.AccountAsync(7)).Json;
        Assert.Equal("id, " + Required, Refused.Names(account));
        Assert.Equal((7, tenant.Org), (account.GetProperty("id").GetInt64(), account.GetProperty("org").GetString()));
        Assert.Equal("NORMAL", account.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, account.GetProperty("status_reason_id").ValueKind);
        Assert.Equal(40.25m, account.GetProperty("current_balance").GetDecimal());
        foreach (var member in Required.Split(", ").Where(name => name.StartsWith("available_", StringComparison.Ordinal)))
            Assert.Equal(540.25m, account.GetProperty(member).GetDecimal());
        foreach (var member in Required.Split(", ").Where(name => name.EndsWith("_limit", StringComparison.Ordinal)
            && !name.StartsWith("available_", StringComparison.Ordinal)))
            Assert.Equal(500m, account.GetProperty(member).GetDecimal());
        Assert.Equal(account.GetRawText(), (await tenant.GetAsync($"{AccountPath(7)}?show_children=true")).Text);
    }

    [Fact]
    public async Task The_limits_follow_the_balance_below_nothing()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(7, 40.25m);
        Assert.Equal("""
            {"available_credit_limit":40.25,"total_credit_limit":0,"max_credit_limit":0,"withdrawal_credit_limit":0,"percentage_over_limit":0,"held_amount":0,"overdraft_amount":0}
            """, (await tenant.LimitsAsync(7)).Text);
        await tenant.OpenAsync(7, """{"credit_limit":100.5}""");
        await tenant.ForcedAsync("""{"account_id":7,"amount":60.25,"processing_code":"090908"}""");
        Assert.Equal("""
            {"available_credit_limit":80.5,"total_credit_limit":100.5,"max_credit_limit":100.5,"withdrawal_credit_limit":100.5,"percentage_over_limit":0,"held_amount":0,"overdraft_amount":20}
            """, (await tenant.LimitsAsync(7)).Text);
    }

    [Fact]
    public async Task The_constants_can_be_set_for_each_account()
    {
        await using var tenant = shared.NewTenant();
        const string Profile = """
            {"acquisition_id":"a7","document_number":"123","entity_type":"COMPANY","name":"Ação & Söhne","email":"a@b.example","program_name":"P","program_type":"CREDIT","collections_status":"LATE","open_due_date":"2026-02-28","current_cicle":0}
            """;
        var set = await tenant.PutAsync("/sandbox/accounts/7", $$"""{"profile":{{Profile}}}""");
        Assert.Equal(Profile.Trim(), set.Json.GetProperty("profile").GetRawText());
        var account = (await tenant.AccountAsync(7)).Json;
        foreach (var member in JsonDocument.Parse(Profile).RootElement.EnumerateObject())
            Assert.Equal(member.Value.GetRawText(), account.GetProperty(member.Name).GetRawText());

        // What another setting does not name stays; a new profile takes the place of the whole earlier one.
        await tenant.OpenAsync(7, """{"credit_limit":5}""");
        Assert.Equal("123", (await tenant.AccountAsync(7)).Json.GetProperty("document_number").GetString());
        await tenant.OpenAsync(7, """{"profile":{"name":"B"}}""");
        account = (await tenant.AccountAsync(7)).Json;
        Assert.Equal(("B", "00000000000"), (account.GetProperty("name").GetString(), account.GetProperty("document_number").GetString()));
        await tenant.PutAsync("/sandbox/accounts", """{"from":8,"to":9,"profile":{"name":"C"}}""");
        Assert.Equal("C", (await tenant.AccountAsync(9)).Json.GetProperty("name").GetString());
        await tenant.OpenAsync(10);
        Assert.DoesNotContain("profile", (await tenant.GetAsync("/sandbox/accounts/10")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("profile.name", """{"name":"a\u0000b"}""")]
    [InlineData("profile.open_due_date", """{"open_due_date":"2026-02-30"}""")]
    [InlineData("profile.current_cicle", """{"current_cicle":-1}""")]
    [InlineData("profile.document_number", """{"document_number":"1234567890123456789012345678901234567890123456789012345678901"}""")]
    [InlineData("profile.colour", """{"colour":"red"}""")]
    public async Task A_wrong_profile_is_refused(string field, string profile)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.PutAsync("/sandbox/accounts/7", $$"""{"profile":{{profile}}}""");
        Refused.AsProblem(answer, 400, "INVALID_FIELD");
        Assert.Contains(field, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8")]
    [InlineData("0")]
    [InlineData("-7")]
    [InlineData("x")]
    [InlineData("9223372036854775808")]
    [InlineData("%ED%A0%80")]
    public async Task An_unknown_account_is_not_found(string id)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        RefusedWith(404, "ACCOUNT_NOT_FOUND", await tenant.AccountAsync(id));
        RefusedWith(404, "ACCOUNT_NOT_FOUND", await tenant.LimitsAsync(id));
        RefusedWith(404, "ACCOUNT_NOT_FOUND", await tenant.ChangeStatusAsync(id, """{"status":"BLOCKED"}"""));
        RefusedWith(404, "ACCOUNT_NOT_FOUND", await tenant.RollBackAsync(id));
    }

    [Fact]
    public async Task An_account_belongs_to_its_org_and_a_token_to_its_account()
    {
        await using var tenant = shared.NewTenant();
        await using var neighbour = shared.NewTenant();
        await tenant.OpenAsync(7);
        RefusedWith(404, "ACCOUNT_NOT_FOUND", await neighbour.AccountAsync(7));
        foreach (var (account, status) in new[] { (7L, 200), (8L, 403) })
        {
            var token = ForgedTokens.Header(ForgedTokens.Token(tenant.Org, account));
            Assert.Equal(status, (await tenant.AccountAsync(7, token)).Code);
            Assert.Equal(status, (await tenant.LimitsAsync(7, token)).Code);
            Assert.Equal(status == 200 ? 204 : 403, (await tenant.ChangeStatusAsync(7, """{"status":"BLOCKED"}""", token)).Code);
            Assert.Equal(status == 200 ? 204 : 403, (await tenant.RollBackAsync(7, null, token)).Code);
        }
        // Whether an account out of reach exists is nobody's business.
        RefusedWith(403, "FORBIDDEN", await tenant.AccountAsync(9, ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 7))));
        RefusedWith(403, "FORBIDDEN", await tenant.AccountAsync(7, ForgedTokens.Header(ForgedTokens.Token(neighbour.Org))));
        RefusedField("x-account-id", await tenant.AccountAsync(7, ("x-account-id", "8")));
        Assert.Equal(200, (await tenant.AccountAsync(7, ("x-account-id", "7"))).Code);
    }

    [Fact]
    public async Task Faults_strike_by_the_account_of_the_path_and_the_journal_names_it()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        await tenant.OpenAsync(8);
        RefusedWith(503, "LEDGER_UNAVAILABLE", await tenant.AccountAsync(7, ("x-forceops-fault", "status=503")));
        await tenant.PutAsync("/sandbox/faults/one", """{"match":{"account":7},"effect":{"status":500}}""");
        Assert.Equal((500, 200), ((await tenant.AccountAsync(7)).Code, (await tenant.AccountAsync(8)).Code));
        Assert.Equal(500, (await tenant.RollBackAsync(7)).Code);
        await tenant.DeleteAsync("/sandbox/faults/one");

        await tenant.AccountAsync(7);
        Assert.Equal("GET /accounts/v1/accounts/{accountId} 7", Line(await tenant.LastAsync()));
        await tenant.ChangeStatusAsync(8, """{"status":"GONE","description":"in confidence"}""");
        var refused = await tenant.LastAsync();
        Assert.Equal("PATCH /accounts/v2/accounts/{accountId}/status 8", Line(refused));
        Assert.Equal("INVALID_FIELD", refused.Text("answer.code"));
        Assert.DoesNotContain("in confidence", refused.GetRawText(), StringComparison.Ordinal);
    }

    private static string Line(JsonElement entry) => $"{entry.Text("method")} {entry.Text("route")} {entry.Text("request.account_id")}";
}
