using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Snapshots;

/// <summary><c>POST /sandbox/reset</c>: the org as its seed has it.</summary>
public sealed class ResetTests(SharedService shared)
{
    private const string Empty = """{"accounts":0,"authorizations":0,"movements":0}""";

    [Fact]
    public async Task An_org_without_a_seed_file_goes_back_to_the_default_seed()
    {
        await using var tenant = shared.NewTenant();
        var codes = (await tenant.GetAsync("/sandbox/processing-codes")).Text;
        var trackingId = await tenant.CreditAsync(1, 10);
        await tenant.PutAsync("/sandbox/processing-codes/ABC", """{"balance_impact":1}""").SuccessAsync();
        await tenant.DeleteAsync("/sandbox/processing-codes/090908").SuccessAsync();
        await tenant.PutAsync("/sandbox/webhooks/mine", """{"url":"http://127.0.0.1:9/"}""").SuccessAsync();

        var answer = await tenant.ResetAsync();

        Assert.Equal(200, answer.Code);
        Assert.Equal(
            $$"""{"org":"{{tenant.Org}}","seed":"default","currency":"USD","processing_codes":19,"accounts":0,"webhooks":0}""",
            answer.Text);
        Assert.Equal(Empty, await tenant.CountsAsync());
        Assert.Equal(codes, (await tenant.GetAsync("/sandbox/processing-codes")).Text);
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/accounts/1")).Code);
        Assert.Equal(404, (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}")).Code);
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/webhooks/mine")).Code);
        Assert.Empty(await tenant.EventsAsync());
        // The code is gone for the writer too, which keeps codes in memory.
        Assert.Equal("PROCESSING_CODE_NOT_FOUND", (
            await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"ABC123"}""")).ErrorCode);
        Assert.Equal(201, (await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"090908"}""")).Code);
    }

    [Fact]
    public async Task Tracking_ids_are_free_again_and_ids_go_on_ascending()
    {
        await using var tenant = shared.NewTenant();
        var body = Storm.Body.Force(Tenant.NewTrackingId(), 1, 10);
        var before = await tenant.ForcedAsync(body);
        Assert.Equal(409, (await tenant.ForceAsync(body)).Code);

        await tenant.ResetAsync().SuccessAsync();

        Assert.True(await tenant.ForcedAsync(body) > before);
        Assert.Equal(10, await tenant.BalanceOfAsync(1));
        Assert.Equal(404, (await tenant.CancelForceAsync($$"""{"authorization_id":{{before}}}""")).Code);
    }

    [Fact]
    public async Task An_org_of_the_seed_file_goes_back_to_what_the_file_says()
    {
        var service = await shared.ConfiguredAsync();
        await using var tenant = new Tenant(service, ConfiguredService.SeededOrg);
        var seeded = await StateAsync(tenant);
        await tenant.PutAsync("/sandbox/accounts/3", """{"status":"active","credit_limit":9}""").SuccessAsync();
        await tenant.PutAsync("/sandbox/accounts/99", "{}").SuccessAsync();
        await tenant.DeleteAsync("/sandbox/processing-codes/090907").SuccessAsync();
        await tenant.PutAsync("/sandbox/webhooks/other", """{"url":"http://127.0.0.1:9/"}""").SuccessAsync();
        await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"090908"}""").SuccessAsync();
        Assert.NotEqual(seeded, await StateAsync(tenant));

        var answer = await tenant.ResetAsync();

        Assert.Equal($$"""{"org":"{{ConfiguredService.SeededOrg}}","seed":"file","currency":"EUR","processing_codes":19,"accounts":5,"webhooks":1}""", answer.Text);
        Assert.Equal(seeded, await StateAsync(tenant));
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/webhooks/other")).Code);
        await tenant.DeleteAsync("/sandbox/webhooks/kept").SuccessAsync();
        await tenant.ResetAsync().SuccessAsync();
        Assert.Equal(200, (await tenant.GetAsync("/sandbox/webhooks/kept")).Code);
    }

    [Fact]
    public async Task Other_orgs_keep_what_they_have()
    {
        await using var tenant = shared.NewTenant();
        await using var other = shared.NewTenant();
        await other.CreditAsync(1, 10);
        var state = await StateAsync(other);

        await tenant.ResetAsync().SuccessAsync();

        Assert.Equal(state, await StateAsync(other));
    }

    /// <summary>Accounts without the time of their opening, and codes.</summary>
    private static async Task<string> StateAsync(Tenant tenant)
    {
        var accounts = (await tenant.GetAsync("/sandbox/accounts")).Json.GetProperty("items").EnumerateArray()
            .Select(account => string.Join(' ', account.EnumerateObject().Where(
                member => member.Name is not "opened_at").Select(member => member.Value.GetRawText())));
        return string.Join('\n', accounts) + (await tenant.GetAsync("/sandbox/processing-codes")).Text;
    }
}
