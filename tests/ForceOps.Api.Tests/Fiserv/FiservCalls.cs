using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>Commerce Hub calls of one tenant, and the vendor's sample body.</summary>
internal static class FiservCalls
{
    internal const long Merchant = 100004000100157;
    internal const string MerchantDetails = """{"merchantId":"100004000100157","terminalId":"10000001"}""";

    /// <summary>Seed 003.</summary>
    internal const string Sample =
        """
        {"source":{"sourceType":"PaymentCard","card":{"cardData":"4012000033330026","expirationMonth":"12","expirationYear":"2025","securityCode":"977"}},
         "amount":{"total":85,"currency":"USD"},"transactionDetails":{"captureFlag":true,"approvalCode":"OK7244"},
         "merchantDetails":{"merchantId":"100004000100157","terminalId":"10000001"}}
        """;

    internal static string With(string part, string other)
    {
        Assert.Contains(part, Sample, StringComparison.Ordinal);
        return Sample.Replace(part, other, StringComparison.Ordinal);
    }

    internal static string Of(decimal total) => With("\"total\":85", $"\"total\":{total}");

    /// <summary>The sample, asking the simulator for a code.</summary>
    internal static string Asking(string code) => With(
        "\"amount\"", $$$""" "additionalDataCommon":{"additionalData":{"requestedTestResponseCode":"{{{code}}}"}},"amount" """);

    internal static Task<Answer> ForcedPostAsync(
        this Tenant tenant, string body, string? id = null) => tenant.FiservAsync("forcedpost", body, id);

    internal static Task<Answer> FiservAsync(this Tenant tenant, string route, string body, string? id = null) =>
        tenant.SendAsync(HttpMethod.Post, $"/payments/v1/{route}", body, id is null ? [] : [("Client-Request-Id", id)]);

    /// <summary>A reference body; the amount is left out when it is null.</summary>
    internal static string Reference(string name, string id, decimal? total = null, string currency = "USD")
    {
        var amount = total is { } sum ? $"\"amount\":{{\"total\":{sum},\"currency\":\"{currency}\"}}," : "";
        return $"{{\"referenceTransactionDetails\":{{\"{name}\":\"{id}\"}},{amount}\"merchantDetails\":{MerchantDetails}}}";
    }

    internal static string TransactionId(this Answer answer) => answer.Processing("transactionId");

    internal static string Processing(this Answer answer, string name) =>
        answer.Json.GetProperty("gatewayResponse").GetProperty("transactionProcessingDetails").GetProperty(name).GetString()!;

    internal static string? Gateway(this Answer answer, string name) =>
        answer.Json.GetProperty("gatewayResponse").GetProperty(name).GetString();

    /// <summary>Commerce Hub's error shape with this first error.</summary>
    internal static void Refused(Answer answer, int status, string? code, string? field = null, string type = "GATEWAY",
        string? message = null)
    {
        Assert.True(answer.Code == status, $"expected {status}, got {answer.Code}: {answer.Text}");
        Assert.Equal("application/json", answer.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal("gatewayResponse error", string.Join(" ", answer.Json.EnumerateObject().Select(member => member.Name)));
        Assert.Matches(@"^[a-f0-9]{32}\z", answer.Processing("apiTraceId"));
        var error = answer.Json.GetProperty("error")[0];
        Assert.Equal(type, error.GetProperty("type").GetString());
        Assert.Equal(code, error.TryGetProperty("code", out var sent) ? sent.GetString() : null);
        Assert.False(string.IsNullOrEmpty(error.GetProperty("message").GetString()));
        if (field is not null)
            Assert.Equal(field, error.GetProperty("field").GetString());
        if (message is not null)
            Assert.Equal(message, error.GetProperty("message").GetString());
    }
}
