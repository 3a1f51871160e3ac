using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Delayed;

/// <summary>What a tenant's tests do with operations that are posted later.</summary>
internal static class DelayedOfTenant
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal static async Task DelayAsync(this Tenant tenant, long account) =>
        Assert.Equal(200, (await tenant.PutAsync($"/sandbox/accounts/{account}", """{"processing":"delayed"}""")).Code);

    /// <summary>202 in the contract's words; answers the tracking id.</summary>
    internal static string Accepted(Answer answer)
    {
        Assert.True(answer.Code == 202, $"expected 202, got {answer.Code}: {answer.Text}");
        Assert.Equal("code, message, tracking_id", Refused.Names(answer.Json));
        Assert.Equal("PROCESSING_DELAYED", answer.ErrorCode);
        return answer.Json.GetProperty("tracking_id").GetString()!;
    }

    /// <summary>The tracking ids of what waits, in their order.</summary>
    internal static async Task<List<string>> WaitingAsync(this Tenant tenant)
    {
        var answer = await tenant.GetAsync("/sandbox/delayed?limit=1000");
        Assert.Equal(200, answer.Code);
        return [.. answer.Json.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("tracking_id").GetString()!)];
    }

    /// <summary>What waits is due now, whatever it was to be; returns when nothing waits any more.</summary>
    internal static async Task PostAllAsync(this Tenant tenant)
    {
        await Sql.ExecuteAsync(
            tenant.Service.Database, $"UPDATE delayed_operations SET due_at = now() - interval '1 hour' WHERE book = (SELECT book FROM orgs WHERE org = '{Sql.OrgOf(tenant.Org)}')");
        await tenant.UntilNothingWaitsAsync();
    }

    internal static async Task UntilNothingWaitsAsync(this Tenant tenant)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await tenant.WaitingAsync() is { Count: > 0 } waiting)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience,
                $"{waiting.Count} operations should be posted by now\n{tenant.Service.Output}");
            await Task.Delay(20);
        }
    }

    internal static Task<Answer> FindAsync(this Tenant tenant, string trackingId) =>
        tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}");
}
