using ForceOps.Api.Http;

namespace ForceOps.Api.Bluefin;

/// <summary>Holds the sample request of the vendor's force page, and the samples and headers that belong to it.</summary>
internal static class BluefinExamples
{
    internal static readonly RequestExamples Force = new(
        ("Force", """{"bfTokenReference":"PAYCONEX_TOKEN","posProfile":"ECOMMERCE","amounts":{"total":"5","currency":"USD"},"authCode":"OK4956"}"""),
        ("Declined", """{"bfTokenReference":"PAYCONEX_TOKEN","posProfile":"ECOMMERCE","amounts":{"total":"5006","currency":"USD"},"authCode":"OK4956"}"""));

    internal static readonly RequestExamples Init = new(("Nothing said yet", "{}"));

    internal static readonly RequestExamples Refund = new(
        ("All that is left", """{"posProfile":"ECOMMERCE"}"""),
        ("In part", """{"posProfile":"ECOMMERCE","amounts":{"total":"2.50","currency":"USD"}}"""));

    internal static readonly RequestHeaders Headers = new(
        ("x-tenant", "The org, TN- and a UUID; the default org, in strict mode the key's, when absent."),
        ("Authorization", "Strict mode: Basic, or Hmac id, nonce, timestamp and response."),
        RequestHeaders.Fault);
}
