using System.Text.Json;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>What a tenant's client does with events, over HTTP.</summary>
internal static class EventsOfTenant
{
    public static Task<Answer> PostAsync(this Tenant tenant, string path, string body, params (string, string)[] headers) =>
        tenant.SendAsync(HttpMethod.Post, path, body, headers);

    public static Task<Answer> TransferAsync(this Tenant tenant, string body) => tenant.PostAsync("/payments/v1/payments", body);

    public static Task<Answer> CancelTransferAsync(this Tenant tenant, string body) => tenant.PostAsync("/payments/v2/cancel", body);

    /// <summary>All events, in pages of the size, as the text of each.</summary>
    public static async Task<List<string>> EventsAsync(this Tenant tenant, string filter = "", int limit = 1000)
    {
        var all = new List<string>();
        string? after = "0";
        while (after is not null)
        {
            var answer = await tenant.GetAsync($"/sandbox/events?after={after}&limit={limit}{filter}");
            Assert.Equal(200, answer.Code);
            all.AddRange(answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()));
            after = answer.Json.GetProperty("next").GetString();
        }
        return all;
    }

    public static async Task<List<JsonElement>> EventObjectsAsync(this Tenant tenant, string filter = "") =>
        [.. (await tenant.EventsAsync(filter)).Select(text => JsonDocument.Parse(text).RootElement)];

    public static JsonElement Data(this JsonElement one) => one.GetProperty("data");

    public static string TypeOf(this JsonElement one) => one.GetProperty("event_type").GetString()!;

    /// <summary>The balance events of each account must continue each other: that is commit order, whoever posted.</summary>
    public static void AssertBalancesContinue(IEnumerable<JsonElement> events)
    {
        foreach (var account in events.Where(
            one => one.TypeOf() == "change_available").GroupBy(one => one.Data().GetProperty("account_id").GetInt64()))
        {
            var balance = 0m;
            foreach (var data in account.Select(one => one.Data()))
            {
                var amount = data.GetProperty("amount").GetDecimal();
                balance += data.GetProperty("operation_type").GetString() == "CREDIT" ? amount : -amount;
                Assert.Equal(balance, data.GetProperty("available_credit_limit").GetDecimal());
            }
        }
    }
}
