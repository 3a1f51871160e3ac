using ForceOps.Api.Http;

namespace ForceOps.Api.Bluefin;

/// <summary>Holds the sample request of the vendor's force page, and the samples and parameters that belong to it.</summary>
internal static class BluefinExamples
{
    internal static readonly RequestExamples Force = new(
        ("Force", """{"bfTokenReference":"PAYCONEX_TOKEN","posProfile":"ECOMMERCE","amounts":{"total":"5","currency":"USD"},"authCode":"OK4956"}"""),
        ("Declined", """{"bfTokenReference":"PAYCONEX_TOKEN","posProfile":"ECOMMERCE","amounts":{"total":"5006","currency":"USD"},"authCode":"OK4956"}"""));

    internal static readonly RequestExamples Init = new(("Nothing said yet", "{}"));

    internal static readonly RequestExamples Refund = new(
        ("All that is left", """{"posProfile":"ECOMMERCE"}"""),
        ("In part", """{"posProfile":"ECOMMERCE","amounts":{"total":"2.50","currency":"USD"}}"""));

    /// <summary>The sale that a refund or a look needs; it gives the transaction id of the path.</summary>
    internal static readonly Predecessor AfterForce = new(
        BluefinDialect.Document, "forcePayment", Takes: new Taken("/transactionId", "transactionId"));

    internal static readonly RequestHeaders Headers = new(
        RequestHeaders.Tenant("The default org when absent; in strict mode the key's org."),
        RequestHeaders.Cid,
        RequestHeaders.Fault);

    internal static readonly RequestPaths Paths = new(
        new("accountId", "The merchant's account: 12 digits, not only zeros.") { Pattern = "^[0-9]{12}$", Example = "000000000500" },
        new("transactionId", "The transaction: the 12 digits of an answer's transactionId.") { Pattern = "^[0-9]{12}$",
            Example = "000000000017" });

    internal const string Forced = """
        {"transactionId":"000000000017","status":"CAPTURED","timestamp":"2024-05-01T12:00:00.000000Z","trace":{"history":[{"action":"transaction","requestId":"0f0b8b39-8f6e-4f43-a8de-6cbb1f4d2a77","correlationId":"5d2ff7b9-2a8f-4d0b-8e0a-6f6f7f5c3a10","timestamp":"2024-05-01T07:00:00-05:00"}]},"amounts":{"currency":"USD","approved":"5.00","requested":"5.00"},"auth":{"code":"OK4956","processorMessage":"APPROVED","message":"APPROVED"},"card":{"name":"Alice","last4":"1111","expiry":"1225","brand":"VISA"},"binData":{"program":"UNKNOWN"},"transactionType":"FORCE","entryMode":"KEYED","refundObject":{"refundBalance":"0.00"}}
        """;

    internal const string Initialized = """
        {"transactionId":"000000000018","status":"INITIALIZED","timestamp":"2024-05-01T12:00:00.000000Z","trace":{"history":[{"action":"init","requestId":"0f0b8b39-8f6e-4f43-a8de-6cbb1f4d2a77","correlationId":"5d2ff7b9-2a8f-4d0b-8e0a-6f6f7f5c3a10","timestamp":"2024-05-01T07:00:00-05:00"}]}}
        """;

    internal const string Refunded = """
        {"transactionId":"000000000019","status":"VOIDED","timestamp":"2024-05-01T12:05:00.000000Z","amounts":{"currency":"USD","approved":"5.00","requested":"5.00"},"auth":{"code":"OK4956","processorMessage":"APPROVED","message":"APPROVED"},"card":{"name":"Alice","last4":"1111","expiry":"1225","brand":"VISA"},"binData":{"program":"UNKNOWN"},"transactionType":"REFUND","entryMode":"KEYED","refundObject":{"refundBalance":"0.00"}}
        """;
}
