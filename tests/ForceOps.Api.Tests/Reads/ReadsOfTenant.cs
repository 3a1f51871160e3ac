using System.Text.Json;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Reads;

/// <summary>The reads of an account, in few words.</summary>
internal static class ReadsOfTenant
{
    internal static string Days(long account, string query = "") => $"/balances-limits/v1/accounts/{account}/daily-balances{query}";

    internal static string Transactions(long account, string query = "") => $"/transactions/v1/accounts/{account}/transactions{query}";

    internal static string Timeline(long account, string query = "") => $"/events/v4/timeline?account_id={account}{query}";

    /// <summary>The answer, which must be a success.</summary>
    internal static async Task<JsonElement> ReadAsync(this Tenant tenant, string path, params (string Name, string Value)[] headers)
    {
        var answer = await tenant.SendAsync(HttpMethod.Get, path, null, headers);
        Assert.True(answer.Code == 200, $"{path}: {answer.Code} {answer.Text}");
        return answer.Json;
    }

    internal static List<JsonElement> Items(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    internal static decimal Number(this JsonElement item, string name) => item.GetProperty(name).GetDecimal();

    /// <summary>The numbers around the items of a page: pages, this page, its size, all items.</summary>
    internal static (int Pages, int Current, int PerPage, int Total) Around(this JsonElement page) => (
        page.GetProperty("pages").GetInt32(), page.GetProperty("current_page").GetInt32(), page.GetProperty("per_page").GetInt32(),
        page.GetProperty("total_items").GetInt32());

    internal static Task<long> CreditAsync(this Tenant tenant, long account, decimal amount, string code = "090907") =>
        tenant.ForcedAsync($$"""{"account_id":{{account}},"amount":{{amount}},"processing_code":"{{code}}"}""");
}
