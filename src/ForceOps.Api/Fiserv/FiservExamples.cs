using ForceOps.Api.Http;

namespace ForceOps.Api.Fiserv;

/// <summary>Holds the sample request of the vendor's forced post page, and examples of the other requests and of the headers.</summary>
internal static class FiservExamples
{
    internal static readonly RequestExamples ForcedPost = new(
        ("Forced post", """
            {"source":{"sourceType":"PaymentCard","card":{"cardData":"4012000033330026","expirationMonth":"12","expirationYear":"2025","securityCode":"977"}},"amount":{"total":85,"currency":"USD"},"transactionDetails":{"captureFlag":true,"approvalCode":"OK7244"},"merchantDetails":{"merchantId":"100004000100157","terminalId":"10000001"}}
            """),
        ("Declined with 006", """
            {"source":{"sourceType":"PaymentCard","card":{"cardData":"4012000033330026","expirationMonth":"12","expirationYear":"2025"}},"amount":{"total":5006,"currency":"USD"},"transactionDetails":{"captureFlag":true,"approvalCode":"OK7244"},"merchantDetails":{"merchantId":"100004000100157","terminalId":"10000001"}}
            """));

    internal static readonly RequestExamples Reversal = new(
        ("All that is left", """
            {"referenceTransactionDetails":{"referenceTransactionId":"fedcba9876543210fedcba9876543210"},"merchantDetails":{"merchantId":"100004000100157","terminalId":"10000001"}}
            """),
        ("In part", """
            {"referenceTransactionDetails":{"referenceTransactionId":"fedcba9876543210fedcba9876543210"},"amount":{"total":10,"currency":"USD"},"merchantDetails":{"merchantId":"100004000100157","terminalId":"10000001"}}
            """));

    internal static readonly RequestExamples Inquiry = new(
        ("By transaction id", """
            {"referenceTransactionDetails":{"referenceTransactionId":"fedcba9876543210fedcba9876543210"},"merchantDetails":{"merchantId":"100004000100157","terminalId":"10000001"}}
            """));

    internal static readonly RequestHeaders Headers = new(
        (FiservGate.ClientRequestId, "Yours, unique; the idempotency key. Made when absent in open mode."),
        ("Api-Key", "Strict mode: the key."),
        ("Timestamp", "Strict mode: milliseconds since 1970, at most five minutes off."),
        ("Auth-Token-Type", "HMAC."),
        ("Authorization", "Strict mode: the signature."),
        ("x-tenant", "The org, TN- and a UUID; the default org, in strict mode the key's, when absent."),
        RequestHeaders.Fault);
}
