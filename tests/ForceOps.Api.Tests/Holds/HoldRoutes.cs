using System.Text.Json;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Holds;

/// <summary>The four routes of hold funds, as the tests call them.</summary>
internal static class HoldRoutes
{
    internal const string Root = "/payments/v1/payments/hold-funds/";

    internal static Task<Answer> BlockAsync(this Tenant tenant, string trackingId, decimal amount, long account = 1, string more = "") =>
        tenant.HoldAsync("block", trackingId, amount, "200001", account, more);

    internal static Task<Answer> UnblockAsync(this Tenant tenant, string trackingId, decimal amount, long account = 1, string more = "") =>
        tenant.HoldAsync("unblock", trackingId, amount, "200011", account, more);

    internal static Task<Answer> TransferHeldAsync(
        this Tenant tenant, string trackingId, decimal amount, long account = 1, string more = "") =>
        tenant.HoldAsync("transfer", trackingId, amount, "200002", account, more);

    internal static Task<Answer> CancelTransferHeldAsync(
        this Tenant tenant, string trackingId, decimal amount, string transfer, long account = 1) =>
        tenant.HoldAsync("transfer/cancel", trackingId, amount, "200012", account, $$""","original_tracking_id":"{{transfer}}" """);

    internal static Task<Answer> HoldAsync(
        this Tenant tenant, string route, string trackingId, decimal amount, string code, long account, string more) =>
        tenant.SendAsync(
            HttpMethod.Post, Root + route,
            $$"""{"tracking_id":"{{trackingId}}","account_id":{{account}},"amount":{{amount}},"processing_code":"{{code}}"{{more}}}""");

    /// <summary>Opens an account with money on it.</summary>
    internal static async Task FillAsync(this Tenant tenant, decimal amount = 100, long account = 1) =>
        await tenant.ForcedAsync($$"""{"account_id":{{account}},"amount":{{amount}},"processing_code":"090907"}""");

    /// <summary>Balance, what is held and what is available, as the sandbox shows them.</summary>
    internal static async Task<(decimal Balance, decimal Held, decimal Available)> MoneyAsync(this Tenant tenant, long account = 1)
    {
        var json = (await tenant.GetAsync($"/sandbox/accounts/{account}")).Json;
        return (json.GetProperty("balance").GetDecimal(), json.GetProperty("held").GetDecimal(),
            json.GetProperty("available").GetDecimal());
    }

    internal static Answer Answered(this Answer answer, int status)
    {
        Assert.True(answer.Code == status, $"{answer.Code} {answer.Text}");
        return answer;
    }

    internal static JsonElement Authorization(this JsonElement one) => one.GetProperty("data").GetProperty("authorization");
}
