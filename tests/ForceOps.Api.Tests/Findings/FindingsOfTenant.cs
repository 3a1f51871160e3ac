using System.Text.Json;
using ForceOps.Api.Tests.Faults;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Findings;

/// <summary>Mistakes that a tenant's client makes, and what was found of them.</summary>
internal static class FindingsOfTenant
{
    internal static async Task<List<JsonElement>> FindingsAsync(this Tenant tenant, string query = "")
    {
        var answer = await tenant.GetAsync($"/sandbox/findings{query}");
        Assert.True(answer.Code == 200, answer.Text);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    /// <summary>The ids of the findings.</summary>
    internal static async Task<List<string>> FoundAsync(this Tenant tenant, string query = "") =>
        [.. (await tenant.FindingsAsync(query)).Select(finding => finding.GetProperty("id").GetString()!).Order(StringComparer.Ordinal)];

    /// <summary>Posts, and expects that the answer is lost behind the commit.</summary>
    internal static async Task LoseAnswerAsync(this Tenant tenant, string body, string cid = "lost")
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => tenant.ForceAsync(
            body, (FaultsOfTenant.Header, "commit-and-drop"), ("x-cid", cid)));
    }

    internal static string Cancel(string original, decimal? amount = null, string? trackingId = null) =>
        $$"""{"tracking_id":"{{trackingId ?? Tenant.NewTrackingId()}}","original_tracking_id":"{{original}}"{{(amount is null ? "" : $",\"amount\":{amount}")}}}""";
}
