using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Seed;

/// <summary><c>PATCH /orgs-operation/v1/processing-codes/{processingCode}</c>: what is sent is changed, and nothing else.</summary>
public sealed class ProcessingCodeUpdateTests(SharedService shared)
{
    [Fact]
    public async Task A_description_is_changed_and_the_rest_stays()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ChangeCodeAsync("090910", """{"description":"Credit"}""");
        Assert.Equal((204, ""), (answer.Code, answer.Text));
        Assert.Equal(
            """{"code":"090910","balance_impact":1,"description":"Credit","reversal_code":"090908","operation_type":"NORMAL","fee":{"fixed":1.5,"percent":0,"method":"sum"}}""",
            (await tenant.GetAsync("/sandbox/processing-codes/090910")).Text);
    }

    [Theory]
    [InlineData("reversal_processing_code")]
    [InlineData("undo_processing_code")]
    public async Task A_reversal_code_is_made_and_cancellations_have_it_from_then_on(string member)
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync("""{"account_id":1,"amount":5,"processing_code":"090910"}""");
        Assert.Equal(204, (await tenant.ChangeCodeAsync(
            "090910", $$"""{"{{member}}":"CREDUN","undo_description":"Credit taken back"}""")).Code);
        Assert.Equal("""
            {"processing_code":"CREDUN","type":"REVERSAL","operation_type":"NORMAL","balance_impact":-1,"description":"Credit taken back","reversal_processing_code":null,"partial_reversal_processing_code":null}
            """, (await tenant.CodeAsync("CREDUN")).Text);
        Assert.Equal("Forced credit with a fixed fee", (await tenant.CodeAsync("090910")).Json.GetProperty("description").GetString());
        var cancel = await tenant.CanceledAsync($$"""{"authorization_id":{{force}}}""");
        Assert.Equal("CREDUN", (await tenant.AuthorizationAsync(cancel)).GetProperty("processing_code").GetString());
    }

    [Fact]
    public async Task A_reversal_code_that_exists_stays_as_it_is_and_one_that_goes_another_way_is_refused()
    {
        await using var tenant = shared.NewTenant();
        var (before, debit) = ((await tenant.CodeAsync("100001")).Text, (await tenant.CodeAsync("090911")).Text);
        RefusedField("reversal_processing_code", await tenant.ChangeCodeAsync(
            "100001", """{"description":"d","reversal_processing_code":"090907"}"""));
        RefusedField("undo_processing_code", await tenant.ChangeCodeAsync("100001", """{"undo_processing_code":"090900"}"""));
        RefusedField("undo_processing_code", await tenant.ChangeCodeAsync("100001", """{"undo_processing_code":"100001"}"""));
        Assert.Equal(before, (await tenant.CodeAsync("100001")).Text);
        Assert.Equal(204, (await tenant.ChangeCodeAsync(
            "100001", """{"reversal_processing_code":"090911","partial_reversal_processing_code":"090911","undo_description":"d"}""")).Code);
        Assert.Equal(debit, (await tenant.CodeAsync("090911")).Text);
        Assert.Equal("090911", (await tenant.CodeAsync("100001")).Json.GetProperty("partial_reversal_processing_code").GetString());
        Assert.Equal("AUTHORIZATION", (await tenant.CodeAsync("100011")).Json.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("description", "{}")]
    [InlineData("description", """{"description":null,"unknown":1}""")]
    [InlineData("description", """{"description":""}""")]
    [InlineData("description", """{"description":"123456789012345678901234567890123456789012345678901"}""")]
    [InlineData("balance_impact", """{"description":"d","balance_impact":1}""")]
    [InlineData("processing_code", """{"description":"d","processing_code":"090907"}""")]
    [InlineData("reversal_processing_code", """{"reversal_processing_code":"x"}""")]
    [InlineData("reversal_processing_code", """{"reversal_processing_code":"PSM123"}""")]
    [InlineData("undo_processing_code", """{"reversal_processing_code":"090908","undo_processing_code":"090911"}""")]
    [InlineData("partial_reversal_processing_code", """{"reversal_processing_code":"090908","partial_reversal_processing_code":"090911"}""")]
    [InlineData("partial_reversal_processing_code", """{"description":"d","partial_reversal_processing_code":"090908"}""")]
    [InlineData("undo_description", """{"description":"d","undo_description":"u"}""")]
    public async Task A_wrong_field_is_named_and_nothing_is_changed(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        var before = (await tenant.CodeAsync("090907")).Text;
        RefusedField(field, await tenant.ChangeCodeAsync("090907", body));
        Assert.Equal(before, (await tenant.CodeAsync("090907")).Text);
    }
}
