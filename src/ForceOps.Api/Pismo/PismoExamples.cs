using ForceOps.Api.Hosting;

namespace ForceOps.Api.Pismo;

/// <summary>The sample requests of Pismo's force guide and reference page.</summary>
internal static class PismoExamples
{
    internal static readonly RequestExamples Force = new(
        ("Forced credit", """
            {"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","account_id":1234,"amount":40.25,"processing_code":"090907","currency":"USD","descriptor":"Forced single credit operation ","metadata":{"any-key":"any-value"}}
            """),
        ("Cashback credit", """
            {"amount":12.34,"account_id":2417,"processing_code":"090907","descriptor":"Cashback credit","original_authorization":{"id":123,"type":"NETWORK"},"metadata":{"my-custom-key":"my-custom-info"}}
            """));

    internal static readonly RequestExamples CancelForce = new(
        ("Cancel what is left", """
            {"tracking_id":"1ff51e99-3a05-448a-bc19-7b5c05274174","original_tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","descriptor":"Cancel forced single credit operation","metadata":{"my-custom-key":"my-custom-value"}}
            """),
        ("Cancel in part, with the fee", """
            {"tracking_id":"2ff51e99-3a05-448a-bc19-7b5c05274174","original_tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","amount":20.00,"cancel_fees":true}
            """));
}
