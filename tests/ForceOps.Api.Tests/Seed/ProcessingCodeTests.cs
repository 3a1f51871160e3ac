using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Seed;

/// <summary><c>POST /orgs-operation/v1/processing-codes</c> (contract section 7).</summary>
public sealed class ProcessingCodeTests(SharedService shared)
{
    [Fact]
    public async Task A_new_code_comes_back_as_it_was_sent_and_posts_at_once()
    {
        await using var tenant = shared.NewTenant();
        var answer = await AddAsync(tenant, """{"id":"CASHBK","balance_impact":-1,"description":"Cashback","reversal_code":"090907"}""");
        Assert.Equal(201, answer.Code);
        Assert.Equal("""
            {"id":"CASHBK","balance_impact":-1,"description":"Cashback","reversal_code":"090907","processing_code":"CASHBK","type":"AUTHORIZATION","operation_type":"NORMAL","undo_processing_code":"090907"}
            """, answer.Text);
        var force = await tenant.ForceAsync("""{"account_id":1,"amount":5,"processing_code":"CASHBK"}""");
        Assert.Equal((201, -5m), (force.Code, await tenant.BalanceOfAsync(1)));
        var cancel = await tenant.CancelForceAsync($$"""{"authorization_id":{{force.Id()}}}""");
        Assert.Equal("090907", (await tenant.AuthorizationAsync(cancel.Id())).GetProperty("processing_code").GetString());
    }

    [Theory]
    [InlineData("""{"id":"abc","balance_impact":1,"description":"d"}""")]
    [InlineData("""{"processing_code":"12X4","balance_impact":0,"description":"d","operation_type":"NORMAL"}""")]
    [InlineData("""{"processing_code":"PS1234","id":null,"balance_impact":-1,"description":"d","reversal_code":null,"operation_type":null}""")]
    [InlineData("""{"processing_code":"APSM1","id":"APSM1","balance_impact":1,"description":" d"}""")]
    [InlineData("""{"id":"ABC","balance_impact":1,"description":"d","reversal_code":"UNKNWN"}""")]
    [InlineData("""{"id":"000000","balance_impact":1,"description":"12345678901234567890123456789012345678901234567890"}""")]
    public async Task A_code_of_the_right_shape_is_accepted(string body)
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(201, (await AddAsync(tenant, body)).Code);
    }

    [Theory]
    [InlineData("processing_code", """{"balance_impact":1,"description":"d"}""")]
    [InlineData("processing_code", """{"processing_code":"AB","balance_impact":1,"description":"d"}""")]
    [InlineData("processing_code", """{"processing_code":"PSM12","balance_impact":1,"description":"d"}""")]
    [InlineData("id", """{"processing_code":"ABC","id":"ABD","balance_impact":1,"description":"d"}""")]
    [InlineData("id", """{"id":"AB","balance_impact":1,"description":"d"}""")]
    [InlineData("id", """{"id":"ABCDEFG","balance_impact":1,"description":"d"}""")]
    [InlineData("id", """{"id":"AB-C","balance_impact":1,"description":"d"}""")]
    [InlineData("id", """{"id":"ÄBC","balance_impact":1,"description":"d"}""")]
    [InlineData("id", """{"id":"PSM","balance_impact":1,"description":"d"}""")]
    [InlineData("id", """{"id":"PSM123","balance_impact":1,"description":"d"}""")]
    [InlineData("id", """{"id":"psm123","balance_impact":1,"description":"d"}""")]
    [InlineData("id", """{"id":123456,"balance_impact":1,"description":"d"}""")]
    [InlineData("balance_impact", """{"id":"ABC","description":"d"}""")]
    [InlineData("balance_impact", """{"id":"ABC","balance_impact":2,"description":"d"}""")]
    [InlineData("balance_impact", """{"id":"ABC","balance_impact":-2,"description":"d"}""")]
    [InlineData("balance_impact", """{"id":"ABC","balance_impact":0.5,"description":"d"}""")]
    [InlineData("balance_impact", """{"id":"ABC","balance_impact":"1","description":"d"}""")]
    [InlineData("description", """{"id":"ABC","balance_impact":1}""")]
    [InlineData("description", """{"id":"ABC","balance_impact":1,"description":null}""")]
    [InlineData("description", """{"id":"ABC","balance_impact":1,"description":""}""")]
    [InlineData("description", """{"id":"ABC","balance_impact":1,"description":"  "}""")]
    [InlineData("description", """{"id":"ABC","balance_impact":1,"description":"123456789012345678901234567890123456789012345678901"}""")]
    [InlineData("description", """{"id":"ABC","balance_impact":1,"description":"a\u0000b"}""")]
    [InlineData("reversal_code", """{"id":"ABC","balance_impact":1,"reversal_code":"","description":"d"}""")]
    [InlineData("reversal_code", """{"id":"ABC","balance_impact":1,"reversal_code":"12","description":"d"}""")]
    [InlineData("reversal_code", """{"id":"ABC","balance_impact":1,"description":"d","undo_processing_code":"ABCR","reversal_code":"ABCS"}""")]
    [InlineData("undo_processing_code", """{"id":"ABC","balance_impact":1,"description":"d","undo_processing_code":"12"}""")]
    [InlineData("undo_processing_code", """{"id":"ABC","balance_impact":1,"description":"d","undo_processing_code":"PSM12"}""")]
    [InlineData("undo_processing_code", """{"id":"ABC","balance_impact":0,"description":"d","undo_processing_code":"ABC"}""")]
    [InlineData("undo_description", """{"id":"ABC","balance_impact":1,"description":"d","reversal_code":"090908","undo_description":"u"}""")]
    [InlineData("undo_description", """{"id":"ABC","balance_impact":1,"description":"d","undo_processing_code":"ABCR","undo_description":""}""")]
    [InlineData("operation_type", """{"id":"ABC","balance_impact":1,"description":"d","operation_type":"HOLD"}""")]
    [InlineData("operation_type", """{"id":"ABC","balance_impact":1,"description":"d","operation_type":"normal"}""")]
    public async Task A_wrong_field_is_named(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        RefusedField(field, await AddAsync(tenant, body));
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/processing-codes/ABC")).Code);
    }

    [Fact]
    public async Task A_code_for_hold_funds_holds_and_does_nothing_else_and_its_undo_code_is_of_the_same_type()
    {
        await using var tenant = shared.NewTenant();
        var answer = await AddAsync(
            tenant,
            """{"processing_code":"HOLD01","balance_impact":-1,"description":"Hold","operation_type":"HOLD_FUNDS","undo_processing_code":"HOLD02"}""");
        Assert.Equal((201, "HOLD_FUNDS"), (answer.Code, answer.Json.GetProperty("operation_type").GetString()));
        foreach (var code in new[] { "HOLD01", "HOLD02" })
        {
            var listed = await tenant.SendAsync(HttpMethod.Get, $"/orgs-operation/v1/processing-codes/{code}", null);
            Assert.Equal("HOLD_FUNDS", listed.Json.GetProperty("operation_type").GetString());
            Assert.Equal("HOLD_FUNDS", (await tenant.GetAsync($"/sandbox/processing-codes/{code}")).Json.GetProperty("operation_type")
                .GetString());
        }
        RefusedField("processing_code", await tenant.ForceAsync("""{"account_id":1,"amount":5,"processing_code":"HOLD01"}"""));
        await tenant.ForcedAsync("""{"account_id":1,"amount":5,"processing_code":"090907"}""");
        var held = await tenant.SendAsync(
            HttpMethod.Post, "/payments/v1/payments/hold-funds/block",
            """{"tracking_id":"h","account_id":1,"amount":5,"processing_code":"HOLD01"}""");
        Assert.True(held.Code == 201, held.Text);
    }

    [Fact]
    public async Task A_code_that_exists_is_not_made_again_and_stays_what_it_is()
    {
        await using var tenant = shared.NewTenant();
        RefusedField("id", await AddAsync(tenant, """{"id":"090907","balance_impact":-1,"description":"d"}"""));
        RefusedField("processing_code", await AddAsync(
            tenant, """{"processing_code":"090907","balance_impact":-1,"description":"d","undo_processing_code":"ABCR"}"""));
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/processing-codes/ABCR")).Code);
        Assert.Equal(1, (await tenant.GetAsync("/sandbox/processing-codes/090907")).Json.GetProperty("balance_impact").GetInt32());
    }

    [Fact]
    public async Task A_code_belongs_to_its_org()
    {
        await using var tenant = shared.NewTenant();
        await using var neighbour = shared.NewTenant();
        Assert.Equal(201, (await AddAsync(tenant, """{"id":"CASHBK","balance_impact":1,"description":"d"}""")).Code);
        RefusedWith(400, "PROCESSING_CODE_NOT_FOUND", await neighbour.ForceAsync(
            """{"account_id":1,"amount":5,"processing_code":"CASHBK"}"""));
    }

    private static Task<Answer> AddAsync(Tenant tenant, string body) => tenant.AddCodeAsync(body);
}
