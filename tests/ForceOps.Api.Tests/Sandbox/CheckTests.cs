using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary><c>GET /sandbox/check</c> over books that are right.</summary>
public sealed class CheckTests(SharedService shared)
{
    [Fact]
    public async Task It_counts_what_it_checked_in_one_org_or_in_all()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal("""{"ok":true,"checked":{"accounts":0,"authorizations":0,"movements":0},"problems":[]}""",
            (await tenant.GetAsync("/sandbox/check")).Text);
        var force = await tenant.ForcedAsync("""{"account_id":7,"amount":40.25,"processing_code":"090910"}""");
        await tenant.ForcedAsync("""{"account_id":8,"amount":40.25,"processing_code":"090900"}""");
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"cancel_fees":true}""");
        Assert.Equal("""{"ok":true,"checked":{"accounts":2,"authorizations":3,"movements":4},"problems":[]}""",
            (await tenant.GetAsync("/sandbox/check")).Text);
        await using var other = shared.NewTenant();
        await other.ForcedAsync("""{"account_id":7,"amount":1,"processing_code":"090907"}""");
        var all = (await tenant.GetAsync("/sandbox/check?all=true")).Json;
        Assert.True(all.GetProperty("ok").GetBoolean());
        Assert.True(all.GetProperty("checked").GetProperty("movements").GetInt64() >= 5);
    }
}
