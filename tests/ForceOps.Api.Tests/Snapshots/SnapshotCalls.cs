using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Snapshots;

/// <summary>Reset and snapshots as a tenant's client calls them.</summary>
internal static class SnapshotCalls
{
    internal static Task<Answer> ResetAsync(this Tenant tenant) => tenant.SendAsync(HttpMethod.Post, "/sandbox/reset", null);

    internal static Task<Answer> TakeAsync(this Tenant tenant, string name) =>
        tenant.SendAsync(HttpMethod.Put, $"/sandbox/snapshots/{name}", null);

    internal static Task<Answer> RestoreAsync(this Tenant tenant, string name) =>
        tenant.SendAsync(HttpMethod.Post, $"/sandbox/snapshots/{name}/restore", null);

    /// <summary>Calls, and expects that it succeeds.</summary>
    internal static async Task<Answer> SuccessAsync(this Task<Answer> call)
    {
        var answer = await call;
        Assert.True(answer.Code is 200 or 201 or 204, answer.Text);
        return answer;
    }

    /// <summary>Forces so much onto the account under a new tracking id, which it answers.</summary>
    internal static async Task<string> CreditAsync(this Tenant tenant, long account, decimal amount)
    {
        var trackingId = Tenant.NewTrackingId();
        await tenant.ForceAsync(Body.Force(trackingId, account, amount)).SuccessAsync();
        return trackingId;
    }

    /// <summary>The book that the org points at now.</summary>
    internal static Task<Guid> BookAsync(this Tenant tenant) =>
        Sql.ScalarAsync<Guid>(tenant.Service.Database, $"SELECT book FROM orgs WHERE org = '{Sql.OrgOf(tenant.Org)}'");
}
