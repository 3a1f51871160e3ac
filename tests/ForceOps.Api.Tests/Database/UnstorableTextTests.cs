using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// PostgreSQL stores neither NUL nor half a surrogate pair. Wherever a client may put a text, such a text is its mistake, not ours.
/// </summary>
public sealed class UnstorableTextTests(SharedService shared)
{
    private static readonly string[] Texts = ["a\\u0000b", "\\u0000", "a\\ud800b", "\\udc00"];

    /// <summary>A body of each route with as many texts as it can have; each text of it is replaced in turn.</summary>
    public static TheoryData<string, string, string> Bodies => new()
    {
        { "POST", "/payments/v1/payments/force", """{"account_id":1,"amount":1,"processing_code":"090907","currency":"USD","tracking_id":"ffffffff-ffff-4fff-8fff-ffffffffffff","descriptor":"d","payment_datetime":"2024-01-01T00:00:00Z","metadata":{"a":"b"},"original_authorization":{"id":1,"type":"PLATFORM"}}""" },
        { "POST", "/payments/v1/payments/force/cancel", """{"authorization_id":1,"original_tracking_id":"ffffffff-ffff-4fff-8fff-ffffffffffff","tracking_id":"fffffffe-ffff-4fff-8fff-ffffffffffff","descriptor":"d","metadata":{"a":"b"}}""" },
        { "POST", "/payments/v1/payments", TransferRoutes.Body("outside:bank", "account:1", 1,
            ""","tracking_id":"ffffffff-ffff-4fff-8fff-ffffffffffff","descriptor":"d","currency":"USD","metadata":{"a":"b"}""") },
        { "POST", "/payments/v2/cancel", """{"authorization_id":1,"amount":1,"original_tracking_id":"ffffffff-ffff-4fff-8fff-ffffffffffff","tracking_id":"fffffffe-ffff-4fff-8fff-ffffffffffff","descriptor":"d","metadata":{"a":"b"}}""" },
        { "POST", "/payment-methods/v2/payments", """{"tracking_id":"fffffff1-ffff-4fff-8fff-ffffffffffff","account_id":1,"amount":1,"processing_code":"100001","currency":"USD","descriptor":"d","metadata":{"a":"b"}}""" },
        { "POST", "/payment-methods/v2/transfers", """{"tracking_id":"fffffff2-ffff-4fff-8fff-ffffffffffff","from":{"account_id":1,"processing_code":"100003"},"to":{"account_id":2,"processing_code":"100004"},"amount":1,"currency":"USD","descriptor":"d","metadata":{"a":"b"}}""" },
        { "POST", "/payment-methods/v2/payments/cancel", """{"tracking_id":"fffffff3-ffff-4fff-8fff-ffffffffffff","original_tracking_id":"fffffff1-ffff-4fff-8fff-ffffffffffff","amount":1,"descriptor":"d","metadata":{"a":"b"}}""" },
        { "POST", "/orgs-operation/v1/processing-codes", """{"id":"abc","balance_impact":1,"description":"d","reversal_code":"090908"}""" },
        { "POST", "/orgs-operation/v1/processing-codes", """{"processing_code":"abd","balance_impact":1,"description":"d","undo_processing_code":"abe","undo_description":"u","operation_type":"NORMAL"}""" },
        { "PATCH", "/orgs-operation/v1/processing-codes/090907", """{"description":"d","reversal_processing_code":"abe","undo_description":"u","partial_reversal_processing_code":"abe"}""" },
        { "PATCH", "/accounts/v2/accounts/1/status", """{"status":"BLOCKED","reason_id":1,"description":"d"}""" },
        { "PATCH", "/accounts/v2/accounts/1/status/rollback", """{"status":"NORMAL","reason_id":1,"description":"d"}""" },
        { "PUT", "/sandbox/statuses/DORMANT", """{"allowed_operations":"CREDIT_ONLY"}""" },
        { "POST", "/passport/v2/s2s/access-token", """{"server_key":"forceops-demo-key","server_secret":"forceops-demo-secret"}""" },
        { "POST", "/payments/v1/forcedpost", FiservCalls.With("\"captureFlag\":true",
            "\"captureFlag\":true,\"merchantOrderId\":\"o\",\"merchantTransactionId\":\"t\",\"merchantInvoiceNumber\":\"i\",\"reversalReasonCode\":\"VOID\"").Replace("{\"source\"", "{\"transactionInteraction\":{\"origin\":\"ECOM\"},\"source\"", StringComparison.Ordinal) },
        { "POST", "/payments/v1/cancels", FiservCalls.Reference("referenceMerchantTransactionId", "t", 1) },
        { "POST", "/payments/v1/refunds", FiservCalls.Reference("referenceTransactionId", "t", 1) },
        { "POST", "/payments/v1/transaction-inquiry", FiservCalls.Reference("referenceMerchantOrderId", "t") },
        { "POST", "/payments/v1/transaction-inquiry", FiservCalls.Reference("referenceClientRequestId", "t") },
        { "POST", BluefinCalls.Path("force"), """{"transactionId":"000000000001","bfTokenReference":"T","posProfile":"ECOMMERCE","amounts":{"total":"5","currency":"USD","gratuity":"1"},"authCode":"OK4956","description":"d","customer":{"name":"n","email":"e","phone":"+1234567","billingAddress":{"address1":"a","city":"c","state":"s","country":"US"}},"trace":{"source":"s","customId":"c","cashier":"x","clientIp":"1.1.1.1","timestamp":"t","tags":["t"]}}""" },
        { "POST", BluefinCalls.Path("init"), """{"label":"l","description":"d","customer":{"name":"n"},"trace":{"source":"s","customId":"c"}}""" },
        { "POST", BluefinCalls.Path("000000000001/refund"), """{"posProfile":"ECOMMERCE","amounts":{"total":"5","currency":"USD"},"description":"d","trace":{"source":"s","customId":"c"}}""" },
        { "PUT", "/sandbox/webhooks/w", """{"url":"http://127.0.0.1:9/x","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw","types":["change_available"]}""" },
        { "PUT", "/sandbox/faults/f", """{"match":{"route":"/payments/*","method":"POST","tracking_id_prefix":"t"},"effect":{"status":503,"body":"b","headers":{"x-a":"b"}}}""" },
        { "PUT", "/sandbox/faults/g", """{"effect":{"latency":"1ms","drop":"before_commit"}}""" },
        { "PUT", "/sandbox/faults/h", """{"effect":{"status":503,"body":{"a":["b"]}}}""" },
        { "PUT", "/sandbox/accounts/1", """{"kind":"customer","status":"active","processing":"normal","currency":"USD"}""" },
        { "PUT", "/sandbox/processing-codes/abc", """{"balance_impact":1,"description":"d","reversal_code":"090908"}""" },
        { "PUT", "/sandbox/clock", """{"mode":"frozen","now":"2030-01-31T23:59:00Z","offset":"P1D"}""" },
        { "POST", "/sandbox/clock/advance", """{"by":"PT1H","to":"2030-02-01T00:00:00Z"}""" },
        { "POST", "/sandbox/webhooks/w/replay", """{"after":"1.0"}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_text_that_cannot_be_stored_is_never_a_failure_of_the_service(string method, string path, string body)
    {
        await using var tenant = shared.NewTenant();
        foreach (var changed in Changed(body))
        {
            var answer = await tenant.SendAsync(new HttpMethod(method), path, changed);
            Assert.True(answer.Code < 500, $"{changed}\n{answer.Code} {answer.Text}");
        }
    }

    [Theory]
    [InlineData("secret", """{"url":"http://127.0.0.1:9/x","secret":"a\u0000b"}""")]
    [InlineData("secret", """{"url":"http://127.0.0.1:9/x","secret":"a\nb"}""")]
    [InlineData("url", """{"url":"http://127.0.0.1:9/x\u0000"}""")]
    [InlineData("types", """{"url":"http://127.0.0.1:9/x","types":["a\u0000"]}""")]
    public async Task A_webhooks_texts_are_refused_on_their_fields(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.PutAsync("/sandbox/webhooks/w", body);
        Refused.AsProblem(answer, 400, "INVALID_FIELD");
        Assert.StartsWith(field + " ", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sandbox/accounts?after=%00")]
    [InlineData("/sandbox/events?after=%00")]
    [InlineData("/sandbox/events?type=%00")]
    [InlineData("/sandbox/requests?route=%00")]
    [InlineData("/sandbox/requests?tracking_id=%00")]
    [InlineData("/sandbox/orgs?after=%00")]
    [InlineData("/sandbox/faults?after=%00")]
    [InlineData("/sandbox/webhooks/x%ED%A0%80")]
    [InlineData("/sandbox/processing-codes/%ED%A0%80")]
    public async Task Nor_is_one_in_a_path_or_a_query(string path)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.GetAsync(path);
        Assert.True(answer.Code < 500, $"{path}: {answer.Code} {answer.Text}");
    }

    /// <summary>
    /// The body once for each text in it and each unstorable text, in place of the text's value and of its member's name.
    /// </summary>
    private static IEnumerable<string> Changed(string body)
    {
        const string mark = "MARKED";
        var count = Leaves(JsonNode.Parse(body)!).Count;
        for (var i = 0; i < count; i++)
        {
            var json = JsonNode.Parse(body)!;
            Leaves(json)[i].ReplaceWith(mark);
            foreach (var text in Texts)
                yield return json.ToJsonString().Replace(mark, text, StringComparison.Ordinal);
        }
        foreach (var text in Texts)
            yield return $"{{\"{text}\":\"x\",{JsonNode.Parse(body)!.ToJsonString()[1..]}";
    }

    private static List<JsonValue> Leaves(JsonNode json) => json switch
    {
        JsonObject members => [.. members.SelectMany(member => member.Value is null ? [] : Leaves(member.Value))],
        JsonArray items => [.. items.SelectMany(item => item is null ? [] : Leaves(item))],
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value],
        _ => [],
    };
}
