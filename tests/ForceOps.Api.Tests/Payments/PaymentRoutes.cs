using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Payments;

/// <summary>Bodies of the payment methods in few words.</summary>
internal static class PaymentRoutes
{
    internal const string CashIn = "100001";
    internal const string CashOut = "100002";

    internal static string Body(string trackingId, long account, decimal amount, string code = CashIn, string more = "") =>
        $$"""{"tracking_id":"{{trackingId}}","account_id":{{account}},"amount":{{amount}},"processing_code":"{{code}}"{{more}}}""";

    internal static string TransferBody(string trackingId, long from, long to, decimal amount, string more = "") =>
        $$$"""{"tracking_id":"{{{trackingId}}}","from":{"account_id":{{{from}}}},"to":{"account_id":{{{to}}}},"amount":{{{amount}}}{{{more}}}}""";

    internal static string CancelBody(string trackingId, string original, string more = "") =>
        $$"""{"tracking_id":"{{trackingId}}","original_tracking_id":"{{original}}"{{more}}}""";

    internal static Task<Answer> PayAsync(this Tenant tenant, string body, params (string Name, string Value)[] headers) =>
        tenant.SendAsync(HttpMethod.Post, "/payment-methods/v2/payments", body, headers);

    internal static Task<Answer> PaymentTransferAsync(this Tenant tenant, string body, params (string Name, string Value)[] headers) =>
        tenant.SendAsync(HttpMethod.Post, "/payment-methods/v2/transfers", body, headers);

    internal static Task<Answer> CancelPaymentAsync(this Tenant tenant, string body, params (string Name, string Value)[] headers) =>
        tenant.SendAsync(HttpMethod.Post, "/payment-methods/v2/payments/cancel", body, headers);

    /// <summary>A cash-out that waits for its confirmation.</summary>
    internal static string WaitingBody(string trackingId, long account, decimal amount, string code = CashOut, string more = "") =>
        Body(trackingId, account, amount, code, $",\"pre_authorization\":true{more}");

    /// <summary>A pre-authorization that is granted; answers its tracking id.</summary>
    internal static async Task<string> PreAuthorizedAsync(this Tenant tenant, decimal amount, long account = 1)
    {
        var trackingId = Tenant.NewTrackingId();
        var answer = await tenant.PayAsync(WaitingBody(trackingId, account, amount));
        Assert.Equal((201, "AUTHORIZATION"), (answer.Code, answer.Category()));
        return trackingId;
    }

    internal static Task<Answer> ConfirmAsync(this Tenant tenant, string body, params (string Name, string Value)[] headers) =>
        tenant.SendAsync(HttpMethod.Post, "/payment-methods/v2/payments/confirm", body, headers);

    /// <summary>A cash-in of 50 to account 1, which had nothing.</summary>
    internal static async Task<Answer> FiftyAsync(this Tenant tenant, string trackingId)
    {
        await tenant.OpenAsync(1);
        var answer = await tenant.PayAsync(Body(trackingId, 1, 50));
        Assert.Equal((201, "AUTHORIZATION"), (answer.Code, answer.Category()));
        return answer;
    }

    internal static string? Category(this Answer answer) => answer.Json.GetProperty("category").GetString();

    /// <summary>201 and a denial with this response code and reason.</summary>
    internal static void DeniedWith(string responseCode, string reason, Answer answer, string category = "DENIED") => Assert.Equal(
        (201, category, responseCode, reason),
        (answer.Code, answer.Category(), answer.Json.GetProperty("response_code").GetString(),
            answer.Json.GetProperty("denial_code").GetString()));

    /// <summary>200 with the very answer that the first request got.</summary>
    internal static void RepeatOf(Answer first, Answer answer)
    {
        Assert.Equal((200, first.Text), (answer.Code, answer.Text));
        Assert.Equal("same", answer.Header("x-forceops-replay"));
    }
}
