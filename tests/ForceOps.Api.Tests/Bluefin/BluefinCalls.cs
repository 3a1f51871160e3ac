using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Bluefin;

/// <summary>PayConex calls of one tenant, and the vendor's sample body.</summary>
internal static class BluefinCalls
{
    internal const string Account = "120000000001";

    /// <summary>Seed 002.</summary>
    internal const string Sample =
        """{"bfTokenReference":"PAYCONEX_TOKEN","posProfile":"ECOMMERCE","amounts":{"total":"5","currency":"USD"},"authCode":"OK4956"}""";

    internal static string Force(string total = "5", string? transactionId = null) => transactionId is null
        ? Sample.Replace("\"5\"", $"\"{total}\"", StringComparison.Ordinal)
        : $$"""{"transactionId":"{{transactionId}}",{{Sample[1..].Replace("\"5\"", $"\"{total}\"", StringComparison.Ordinal)}}""";

    internal static Task<Answer> BluefinForceAsync(this Tenant tenant, string body, params (string, string)[] headers) =>
        tenant.SendAsync(HttpMethod.Post, Path("force"), body, headers);

    internal static Task<Answer> BluefinInitAsync(this Tenant tenant) => tenant.SendAsync(HttpMethod.Post, Path("init"), "{}");

    internal static Task<Answer> BluefinRefundAsync(this Tenant tenant, string id, string body = """{"posProfile":"ECOMMERCE"}""") =>
        tenant.SendAsync(HttpMethod.Post, Path($"{id}/refund"), body);

    internal static Task<Answer> BluefinGetAsync(this Tenant tenant, string id) => tenant.GetAsync(Path(id));

    internal static Task<Answer> SettleAsync(this Tenant tenant) => tenant.SendAsync(HttpMethod.Post, "/sandbox/settle", null);

    internal static string Path(string rest) => $"/api/v4/accounts/{Account}/payments/{rest}";

    internal static string Id(this Answer answer) => answer.Json.GetProperty("transactionId").GetString()!;

    internal static string? Status(this Answer answer) => answer.Json.GetProperty("status").GetString();

    /// <summary>ApiViolation: nothing but its members, and these values.</summary>
    internal static void Refused(Answer answer, int status, string type, int code, string? message = null, string? source = null)
    {
        Assert.True(answer.Code == status, $"expected {status}, got {answer.Code}: {answer.Text}");
        Assert.Equal("application/json", answer.Message.Content.Headers.ContentType?.MediaType);
        Assert.All(answer.Json.EnumerateObject(), member => Assert.Contains(
            member.Name, (string[])["message", "traceId", "errorType", "errorCode", "value", "source", "statusCode", "details"],
            StringComparer.Ordinal));
        Assert.Equal(type, answer.Json.GetProperty("errorType").GetString());
        Assert.Equal(code, answer.Json.GetProperty("errorCode").GetInt32());
        Assert.True(Guid.TryParse(answer.Json.GetProperty("traceId").GetString(), out _));
        Assert.False(string.IsNullOrEmpty(answer.Json.GetProperty("message").GetString()));
        if (message is not null)
            Assert.Equal(message, answer.Json.GetProperty("message").GetString());
        if (source is not null)
            Assert.Equal(source, answer.Json.GetProperty("details")[0].GetProperty("source").GetString());
    }
}
