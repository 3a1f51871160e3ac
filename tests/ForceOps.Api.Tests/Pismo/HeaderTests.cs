using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>x-tenant, x-account-id and x-skip-timeline.</summary>
public sealed class HeaderTests(SharedService shared)
{
    [Theory]
    [InlineData("TN-")]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    [InlineData("TN-00000000-0000-0000-0000-00000000000")]
    [InlineData("TN-00000000-0000-0000-0000-0000000000012")]
    [InlineData("TN-00000000000000000000000000000000000001")]
    [InlineData("tn-00000000-0000-0000-0000-000000000001")]
    [InlineData("TN_00000000-0000-0000-0000-000000000001")]
    [InlineData("TN-g0000000-0000-0000-0000-000000000001")]
    [InlineData("TN-+0000000-0000-0000-0000-000000000001")]
    [InlineData("TN-{0000000-0000-0000-0000-00000000001}")]
    [InlineData("'; DROP TABLE orgs; --")]
    public async Task A_malformed_tenant_is_refused(string sent)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(), ("x-tenant", sent)), 400, "INVALID_TENANT");
        Refused.AsPismo(await tenant.CancelForceAsync("""{"authorization_id":1}""", ("x-tenant", sent)), 400, "INVALID_TENANT");
        Refused.AsProblem(await tenant.SendAsync(HttpMethod.Get, "/sandbox/accounts", null, ("x-tenant", sent)), 400, "INVALID_TENANT");
    }

    [Fact]
    public async Task Two_tenants_are_none()
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(), ("x-tenant", tenant.Org), ("x-tenant", tenant.Org)), 400,
            "INVALID_TENANT");
    }

    [Fact]
    public async Task An_org_that_was_never_seen_is_made_from_the_seed()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(39, tenant.Org.Length);
        await tenant.ForcedAsync(ForceJson.With());
        Assert.Equal(1, (await tenant.GetAsync("/sandbox/accounts")).Json.GetProperty("items").GetArrayLength());
        var codes = (await tenant.GetAsync("/sandbox/processing-codes")).Json.GetProperty("items").EnumerateArray();
        Assert.Contains(codes, code => string.Equals(code.GetProperty("code").GetString(), "090907", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_case_of_its_hex_digits_does_not_matter()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceJson.With());
        await tenant.ForcedAsync(ForceJson.With(), ("x-tenant", "TN-" + tenant.Org[3..].ToUpperInvariant()));
        Assert.Equal(80.50m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task Without_a_tenant_it_is_the_default_org()
    {
        const string path = "/sandbox/authorizations";
        using var http = shared.Service.CreateClient();
        using var body = new StringContent(ForceJson.With(), System.Text.Encoding.UTF8, "application/json");
        var answer = await http.PostAsync(new Uri("/payments/v1/payments/force", UriKind.Relative), body);
        Assert.Equal(201, (int)answer.StatusCode);
        var id = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("authorization_id");
        await using var other = shared.NewTenant();
        var found = await other.SendAsync(HttpMethod.Get, $"{path}/{id}", null, ("x-tenant", "TN-00000000-0000-0000-0000-000000000001"));
        Assert.Equal(200, found.Code);
        Refused.AsProblem(await other.GetAsync($"{path}/{id}"), 404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("1235", "names another account")]
    [InlineData("0", "names another account")]
    [InlineData("abc", "must be a number")]
    [InlineData("-1234", "must be a number")]
    [InlineData("1234.0", "must be a number")]
    [InlineData("9223372036854775808", "must be a number")]
    public async Task Another_account_in_the_header_than_in_the_body_is_refused(string sent, string why)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        var answer = await tenant.ForceAsync(ForceJson.With(), ("x-account-id", sent));
        Refused.AsPismo(answer, 400, "INVALID_FIELD", "x-account-id");
        Assert.Contains(why, answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Fact]
    public async Task The_bodys_account_in_the_header_is_accepted_and_a_cancel_names_none()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With(), ("x-account-id", "1234"));
        Assert.Equal(200, (await tenant.CancelForceAsync($$"""{"authorization_id":{{force}}}""", ("x-account-id", "1234"))).Code);
    }

    [Theory]
    [InlineData("true", false)]
    [InlineData("TRUE", false)]
    [InlineData("True", false)]
    [InlineData("tRuE", false)]
    [InlineData("false", true)]
    [InlineData("1", true)]
    [InlineData("yes", true)]
    [InlineData("", true)]
    [InlineData(null, true)]
    public async Task Only_the_word_true_leaves_an_operation_out_of_the_timeline(string? sent, bool inTimeline)
    {
        await using var tenant = shared.NewTenant();
        (string, string)[] headers = sent is null ? [] : [("x-skip-timeline", sent)];
        var force = await tenant.ForcedAsync(ForceJson.With(), headers);
        Assert.Equal(inTimeline, (await tenant.AuthorizationAsync(force)).GetProperty("in_timeline").GetBoolean());
        var cancel = await tenant.CancelForceAsync($$"""{"authorization_id":{{force}}}""", headers);
        var cancellation = await tenant.AuthorizationAsync(cancel.Json.GetProperty("authorization_id").GetInt64());
        Assert.Equal(inTimeline, cancellation.GetProperty("in_timeline").GetBoolean());
    }
}
