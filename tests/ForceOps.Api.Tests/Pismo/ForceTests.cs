using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>The force route, by the contract's section 2.</summary>
public sealed class ForceTests(SharedService shared)
{
    [Fact]
    public async Task The_guides_forced_credit_is_posted_with_the_guides_answer()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForceAsync(
            """{"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","account_id":1234,"amount":40.25,"processing_code":"090907","currency":"USD","descriptor":"Forced single credit operation ","metadata":{"any-key":"any-value"}}""");
        Assert.Equal(201, answer.Code);
        Assert.Equal("ba7f42b9-9bd1-4840-a747-f1b59037b798", answer.Json.GetProperty("tracking_id").GetString());
        Assert.True(answer.Json.GetProperty("authorization_id").GetInt64() > 0);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", answer.Json.GetProperty("event_date").GetString());
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(1234));
    }
}
