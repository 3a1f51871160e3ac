using ForceOps.Api.Http;

namespace ForceOps.Api.Pismo;

/// <summary>
/// Holds the sample requests and answers of Pismo's guides and reference pages. The first request of each route works in an org that is
/// new.
/// </summary>
internal static class PismoExamples
{
    internal static readonly RequestExamples Force = new(
        ("Forced credit, without a tracking id", Examples.FirstForce),
        ("Forced credit", """
            {"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","account_id":1234,"amount":40.25,"processing_code":"090907","currency":"USD","descriptor":"Forced single credit operation ","metadata":{"any-key":"any-value"}}
            """),
        ("Cashback credit", """
            {"amount":12.34,"account_id":2417,"processing_code":"090907","descriptor":"Cashback credit","original_authorization":{"id":123,"type":"NETWORK"},"metadata":{"my-custom-key":"my-custom-info"}}
            """));

    internal static readonly RequestExamples CancelForce = new(
        ("Cancel in part", """
            {"original_tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","amount":1.00}
            """),
        ("Cancel what is left", """
            {"tracking_id":"1ff51e99-3a05-448a-bc19-7b5c05274174","original_tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","descriptor":"Cancel forced single credit operation","metadata":{"my-custom-key":"my-custom-value"}}
            """),
        ("Cancel in part, with the fee", """
            {"tracking_id":"2ff51e99-3a05-448a-bc19-7b5c05274174","original_tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","amount":20.00,"cancel_fees":true}
            """));

    internal static readonly RequestExamples Transfer = new(
        ("Cash-in", """
            {"descriptor":"DESCRIPTOR CASH-IN","from":[{"custom_info":{"type":"DEPOSIT","external_id":"my-external-id-test-01"}}],"to":[{"amount":100,"account":{"id":1234}}]}
            """),
        ("Account to account", """
            {"from":[{"account":{"id":1234},"amount":10.50}],"to":[{"account":{"id":2417}}]}
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
        ("A credit and the code that undoes it", """
            {"processing_code":"CASHBK","description":"Cashback","balance_impact":1,"undo_processing_code":"CASHUN","undo_description":"Cashback taken back"}
            """),
        ("A credit that an existing code takes back", """
            {"id":"CASHBK","balance_impact":1,"description":"Cashback","reversal_code":"090908"}
            """));

    internal static readonly RequestExamples UpdateCode = new(
        ("The description", """
            {"description":"Forced credit of the back office"}
            """),
        ("The code of cancellations", """
            {"reversal_processing_code":"FORCUN","undo_description":"Forced credit taken back"}
            """));

    internal static readonly RequestExamples ServerToken = new(
        ("The demo key", """
            {"server_key":"forceops-demo-key","server_secret":"forceops-demo-secret"}
            """));

    internal static readonly RequestExamples OAuthToken = new(
        ("The demo key", """
            {"grant_type":"client_credentials","client_id":"forceops-demo-key","client_secret_string":"forceops-demo-secret"}
            """));

    internal const string Posted = """{"authorization_id":31812823,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","event_date":"2022-02-02T14:05:51.688Z"}""";

    internal const string Delayed = """{"code":"PROCESSING_DELAYED","message":"The operation is accepted and stored, and will be posted later; its events tell the end.","tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798"}""";

    internal const string Duplicate = """
        {"code":"TRACKING_ID_IN_USE","message":"The tracking id is in use by an earlier operation, and this request is the same as that one.","authorizations":{"authorization_id":31812823,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","event_date":"2022-02-02T14:05:51.688Z","type":"FORCE","account_id":1234,"amount":40.25,"processing_code":"090907"}}
        """;

    internal const string Canceled = """{"code":"ALREADY_CANCELED","message":"Nothing is left to cancel; this is the latest cancellation.","authorization_id":31812824,"tracking_id":"1ff51e99-3a05-448a-bc19-7b5c05274174","event_date":"2022-02-02T14:06:02.113Z"}""";

    internal const string Transferred = """
        {"authorization_id":31251246,"authorization_ids":{"credit":31251246,"debit":null},"available_credit_limit":1403.35,"event_date":"2022-01-19T01:11:38.783Z","status_code":1,"tracking_id":"6c078af3-4510-4511-b60d-502db9a6c0c9"}
        """;

    internal const string TransferCanceled = """{"tracking_id":"a1c8a7b2-93b5-47e7-8f9a-3a4d6a2f0a11","authorization_ids":{"credit":0,"debit":16647083}}""";

    internal const string TransferCanceledBefore = """
        {"code":"TRACKING_ID_IN_USE","message":"The tracking id is in use by an earlier operation, and this request is the same as that one.","tracking_id":"a1c8a7b2-93b5-47e7-8f9a-3a4d6a2f0a11","authorization_ids":{"credit":0,"debit":16647083}}
        """;

    internal const string CreatedCode = """
        {"id":"CASHBK","balance_impact":1,"description":"Cashback","reversal_code":"CASHUN","processing_code":"CASHBK","type":"AUTHORIZATION","operation_type":"NORMAL","undo_processing_code":"CASHUN"}
        """;

    internal const string ListedCode = """{"processing_code":"090907","type":"AUTHORIZATION","operation_type":"NORMAL","balance_impact":1,"description":"Forced credit","reversal_processing_code":"090908","partial_reversal_processing_code":"090908"}""";

    internal const string ListedCodes = $$"""{"has_next":true,"next_cursor":"090907","count":1,"items":[{{ListedCode}}]}""";

    internal const string ServerTokens = """
        {"server_key":"forceops-demo-key","tenant":"TN-00000000-0000-0000-0000-000000000001","program_ids":[],"roles":[],"token":"eyJhbGciOiJIUzUxMiJ9.e30.c2lnbmF0dXJl","refresh_token":"eyJhbGciOiJIUzUxMiJ9.e30.c2lnbmF0dXJl","expires_in":600}
        """;

    internal const string OAuthTokenIssued = """{"access_token":"eyJhbGciOiJIUzUxMiJ9.e30.c2lnbmF0dXJl","token_type":"Bearer","expires_in":3600}""";
}
