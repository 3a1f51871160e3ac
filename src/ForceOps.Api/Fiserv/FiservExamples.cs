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
            """),
        ("Approved, security code not matched", """
            {"source":{"sourceType":"PaymentCard","card":{"cardData":"4012000033330026","expirationMonth":"12","expirationYear":"2025","securityCode":"977"}},"amount":{"total":5071,"currency":"USD"},"transactionDetails":{"captureFlag":true,"approvalCode":"OK7244"},"merchantDetails":{"merchantId":"100004000100157","terminalId":"10000001"}}
            """),
        ("Refused with 103", """
            {"source":{"sourceType":"PaymentCard","card":{"cardData":"4012000033330026","expirationMonth":"12","expirationYear":"2025"}},"amount":{"total":85,"currency":"USD"},"transactionDetails":{"captureFlag":true,"approvalCode":"OK7244"},"additionalDataCommon":{"additionalData":{"requestedTestResponseCode":"103"}},"merchantDetails":{"merchantId":"100004000100157","terminalId":"10000001"}}
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

    /// <summary>The sale that a cancel, a refund or an inquiry needs; it gives the transaction id of the body.</summary>
    internal static readonly Predecessor AfterForcedPost = new(
        FiservDialect.Document, "postForced",
        Takes: new Taken("/gatewayResponse/transactionProcessingDetails/transactionId",
            "/referenceTransactionDetails/referenceTransactionId"));

    internal static readonly RequestHeaders Headers = new(
        new(FiservGate.ClientRequestId, "The client's unique id of the request, which is the idempotency key. It is made when absent in open mode.") { LengthMax = FiservText.ClientRequestIdLengthMax },
        new("Timestamp", "The time of the request in milliseconds since 1970. Strict mode needs it, at most five minutes off.") { Pattern = "^[0-9]+$" },
        new("Auth-Token-Type", "The kind of the signature: HMAC.") { Words = ["HMAC"] },
        RequestHeaders.Tenant("The default org when absent; in strict mode the key's org."),
        RequestHeaders.Cid,
        RequestHeaders.Fault);

    internal static readonly string Captured = Transaction(
        "CHARGE_FORCED_POST", "CAPTURED", "\"primaryTransactionId\":\"89abcdef0123456789abcdef01234567\",");

    internal static readonly string Voided = Transaction(
        "CANCEL", "VOIDED", "\"primaryTransactionId\":\"fedcba9876543210fedcba9876543210\",");

    internal static readonly string Refunded = Transaction(
        "REFUND", "AUTHORIZED", "\"primaryTransactionId\":\"fedcba9876543210fedcba9876543210\",");

    /// <summary>The answer to a forced post that asked for the error 103.</summary>
    internal const string RequestedError = """
        {"gatewayResponse":{"transactionType":"CHARGE_FORCED_POST","transactionState":"DECLINED","transactionOrigin":"ECOM","transactionProcessingDetails":{"orderId":"CHG01fedcba9876543210fedcba9876543210","transactionTimestamp":"2024-05-01T12:00:00.000000Z","apiTraceId":"0123456789abcdef0123456789abcdef","clientRequestId":"2d0a9c1e-6f6e-4d3f-8a55-1f0f3d2b7c11","transactionId":"0123456789abcdef0123456789abcdef"}},"error":[{"type":"GATEWAY","code":"103","field":"cardData","message":"Missing or Invalid Card Number or Token"}]}
        """;

    private static string Transaction(string type, string state, string primary) => $$$"""
        {"gatewayResponse":{"transactionType":"{{{type}}}","transactionState":"{{{state}}}","transactionOrigin":"ECOM","transactionProcessingDetails":{"orderId":"CHG01fedcba9876543210fedcba9876543210","transactionTimestamp":"2024-05-01T12:00:00.000000Z","apiTraceId":"0123456789abcdef0123456789abcdef","clientRequestId":"2d0a9c1e-6f6e-4d3f-8a55-1f0f3d2b7c11","transactionId":"0123456789abcdef0123456789abcdef"}},"source":{"sourceType":"PaymentCard","card":{"bin":"40120000","last4":"0026","scheme":"VISA","expirationMonth":"12","expirationYear":"2025"}},"paymentReceipt":{"approvedAmount":{"total":85,"currency":"USD"},"processorResponseDetails":{"approvalStatus":"APPROVED","processor":"fiserv","responseCode":"000000","responseMessage":"APPROVAL","hostResponseCode":"00","hostResponseMessage":"Authorised","localTimestamp":"2024-05-01T12:00:00Z"}},"transactionDetails":{{{{primary}}}"captureFlag":true,"approvalCode":"OK7244","authentication3DS":false}}
        """;
}
