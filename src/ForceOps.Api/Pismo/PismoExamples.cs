using ForceOps.Api.Http;

namespace ForceOps.Api.Pismo;

/// <summary>Holds the sample requests of Pismo's force guide and reference page.</summary>
internal static class PismoExamples
{
    internal static readonly RequestExamples Force = new(
        ("Forced credit", """
            {"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","account_id":1234,"amount":40.25,"processing_code":"090907","currency":"USD","descriptor":"Forced single credit operation ","metadata":{"any-key":"any-value"}}
            """),
        ("Cashback credit", """
            {"amount":12.34,"account_id":2417,"processing_code":"090907","descriptor":"Cashback credit","original_authorization":{"id":123,"type":"NETWORK"},"metadata":{"my-custom-key":"my-custom-info"}}
            """));

    internal static readonly RequestExamples Transfer = new(
        ("Cash-in", """
            {"descriptor":"DESCRIPTOR CASH-IN","from":[{"custom_info":{"type":"DEPOSIT","external_id":"my-external-id-test-01"}}],"to":[{"amount":100,"account":{"id":12387}}]}
            """),
        ("Account to account", """
            {"from":[{"account":{"id":12387},"amount":10.50}],"to":[{"account":{"id":12388}}]}
            """),
        ("Card on file to merchant", """
            {"from":[{"card":{"id":77}}],"to":[{"merchant":{"id":500},"amount":25,"currency":"USD"}]}
            """));

    internal static readonly RequestExamples CancelTransfer = new(
        ("In part, by tracking id", """
            {"original_tracking_id":"6c078af3-4510-4511-b60d-502db9a6c0c9","amount":50}
            """),
        ("In full, by authorization id", """
            {"authorization_id":15301234,"amount":100.0}
            """));

    internal static readonly RequestExamples ProcessingCode = new(
        ("A credit", """
            {"id":"CASHBK","balance_impact":1,"description":"Cashback","reversal_code":"090908"}
            """));

    internal static readonly RequestExamples ServerToken = new(
        ("The demo key", """
            {"server_key":"forceops-demo-key","server_secret":"forceops-demo-secret"}
            """));

    internal static readonly RequestExamples CancelForce = new(
        ("Cancel what is left", """
            {"tracking_id":"1ff51e99-3a05-448a-bc19-7b5c05274174","original_tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","descriptor":"Cancel forced single credit operation","metadata":{"my-custom-key":"my-custom-value"}}
            """),
        ("Cancel in part, with the fee", """
            {"tracking_id":"2ff51e99-3a05-448a-bc19-7b5c05274174","original_tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","amount":20.00,"cancel_fees":true}
            """));
}
