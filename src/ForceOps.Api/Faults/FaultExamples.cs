using ForceOps.Api.Hosting;

namespace ForceOps.Api.Faults;

/// <summary>Rules ready to send.</summary>
internal static class FaultExamples
{
    internal static readonly RequestExamples Rules = new(
        ("Every third force of account 1234 fails", """{"match":{"route":"/payments/v1/payments/force","account":1234,"every":3},"effect":{"status":503,"headers":{"Retry-After":"2"}}}"""),
        ("A gateway's own error page", """{"match":{"route":"/payments/*","times":1},"effect":{"status":502,"body":"<html>Bad Gateway</html>","headers":{"Content-Type":"text/html"}}}"""),
        ("Slow, one request in ten", """{"match":{"probability":0.1,"seed":7},"effect":{"latency":"500ms-3s"}}"""),
        ("Posted, and the answer lost", """{"match":{"tracking_id_prefix":"lost-","times":1},"effect":{"drop":"after_commit"}}"""),
        ("Accepted now, posted later", """{"match":{"amount_from":1000},"effect":{"delay":"2s"}}"""),
        ("The acquirer declines", """{"match":{"route":"/payments/v1/payments"},"effect":{"acquirer":"declined"}}"""),
        ("Every event twice", """{"match":{"account":1234},"effect":{"webhooks":"duplicate"}}"""));
}
