using ForceOps.Api.Journal;
using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Journal;

/// <summary>
/// Card numbers, codes, tokens and customers' words are sent everywhere; the journal has an entry of each request and none of them.
/// </summary>
public sealed class JournalSecretsTests(SharedService shared)
{
    private const string Number = "4012000033330026";
    private const string Spaced = "4012 0000 3333 0026";
    private const string Word = "word-that-must-not-be-kept";

    private static readonly string[] Secrets = [
        Number, Spaced, "4012-0000-3333-0026", Word, "OK7244", "OK4956", "PAYCONEX_TOKEN", "00003333"];

    private static readonly string[] Routes =
    [
        "/payments/v1/payments/force", "/payments/v1/payments/force/cancel", "/payments/v1/payments", "/payments/v2/cancel",
        "/payment-methods/v2/payments", "/payment-methods/v2/transfers", "/payment-methods/v2/payments/cancel",
        "/orgs-operation/v1/processing-codes", "/passport/v2/s2s/access-token", "/passport/v2/oauth/token",
        "/payments/v1/forcedpost", "/payments/v1/charges", "/payments/v1/cancels", "/payments/v1/refunds",
        "/payments/v1/transaction-inquiry",
        BluefinCalls.Path("force"), BluefinCalls.Path("init"), BluefinCalls.Path("000000000001/refund"),
    ];

    [Fact]
    public async Task Nothing_secret_in_a_body_is_in_the_journal()
    {
        await using var tenant = shared.NewTenant();
        var sent = 0;
        foreach (var route in Routes)
        {
            foreach (var body in Bodies())
            {
                var answer = await tenant.SendAsync(HttpMethod.Post, route, body);
                Assert.True(answer.Code is >= 200 and < 500, answer.Text);
                sent++;
            }
        }
        await NothingIsKeptAsync(tenant, sent);
    }

    [Fact]
    public async Task Nothing_secret_in_a_path_a_query_a_header_or_a_method_is_in_the_journal()
    {
        await using var tenant = shared.NewTenant();
        const string force = """{"account_id":1,"amount":10,"processing_code":"090907"}""";
        string[] paths =
        [
            $"/payments/v1/payments/force?card={Number}&cvv={Word}", $"/payments/v1/payments/{Number}", $"/payments/{Word}/{Number}",
            $"/api/v4/accounts/{Number}/payments/force",
            $"/api/v4/accounts/120000000001/payments/{Number}/refund", $"/api/v4/{Number}", $"/passport/{Number}",
            $"/payments/v1/cancels/{Number}",
        ];
        string[] headers = ["x-cid", "x-tenant", "x-account-id", "Client-Request-Id", "Authorization", "x-forceops-fault", "x-card",
            "User-Agent", "Content-Type", "Api-Key"];
        var sent = 0;
        foreach (var path in paths)
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Get, new HttpMethod("X" + Number)])
            {
                await tenant.SendAsync(method, path, method == HttpMethod.Get ? null : force);
                sent++;
            }
        }
        foreach (var header in headers)
        {
            foreach (var value in (string[])[Number, "4012-0000-3333-0026", $"Bearer {Word}.{Number}"])
            {
                await tenant.SendAsync(HttpMethod.Post, "/payments/v1/payments/force", force, (header, value));
                await tenant.ForcedPostAsync(FiservCalls.Sample);
                // A malformed tenant is nobody's: its request is filed under the default org.
                sent += header is "x-tenant" ? 1 : 2;
            }
        }
        await NothingIsKeptAsync(tenant, sent);
        await using var nobody = new Tenant(shared.Service, OrgId.Default.ToString());
        var text = (await nobody.GetAsync("/sandbox/requests?limit=1000")).Text;
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        // An honest correlation id is there, whatever digits it has by chance.
        const string cid = "01234567-1234-4234-8234-123456789012";
        await tenant.ForceAsync(force, ("x-cid", cid));
        Assert.Equal(cid, (await tenant.LastAsync()).Text("cid"));
    }

    /// <summary>A force's id of an account may be any number: one that is a card's is hidden, and a merchant's is not.</summary>
    [Theory]
    [InlineData(4012000033330026, "\"****0026\"")]
    [InlineData(378282246310005, "\"****0005\"")]
    [InlineData(4012000033330027, "4012000033330027")]
    [InlineData(100004000100157, "100004000100157")]
    [InlineData(120000000001, "120000000001")]
    [InlineData(1, "1")]
    public void A_number_is_hidden_when_it_may_be_a_card(long id, string shown) =>
        Assert.Equal(shown, RecordedNumber.Of(id).ToJson().ToJsonString());

    /// <summary>A cut must not leave the first digits of a number that it went through.</summary>
    [Fact]
    public void A_long_name_is_cut_without_a_part_of_a_card_number()
    {
        var field = FieldFinding.Of($"{new string('x', 120)}{Number}", $"{new string('y', 190)} {Spaced} is unknown");
        Assert.Equal((new string('x', 120), new string('y', 190)), (field.Field, field.Message));
    }

    private static async Task NothingIsKeptAsync(Tenant tenant, int sent)
    {
        Assert.InRange(sent, 1, 999);
        var journal = await tenant.GetAsync("/sandbox/requests?limit=1000");
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, journal.Text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(sent, journal.Json.GetProperty("items").GetArrayLength());
        foreach (var entry in journal.Json.GetProperty("items").EnumerateArray())
            Assert.Equal(entry.GetRawText(), (await tenant.GetAsync($"/sandbox/requests/{entry.Text("id")}")).Text);
    }

    private static IEnumerable<string> Bodies() =>
    [
        FiservCalls.Sample,
        FiservCalls.Sample[..150],
        FiservCalls.With("\"977\"", $"\"{Word}\""),
        FiservCalls.With("\"cardData\"", $"\"{Number}\":1,\"cardData\""),
        FiservCalls.With("\"4012000033330026\"", "[\"4012000033330026\"]"),
        FiservCalls.With("OK7244", Number),
        FiservCalls.With("\"total\":85", $"\"total\":{Number}"),
        FiservCalls.With("\"total\":85", "\"total\":378282246310005").Replace("378282246310005", Number, StringComparison.Ordinal),
        FiservCalls.With("USD", Number),
        FiservCalls.With("100004000100157", Number),
        FiservCalls.With("\"captureFlag\":true", $"\"captureFlag\":true,\"merchantOrderId\":\"order {Spaced}\",\"merchantTransactionId\":\"{Number}\""),
        FiservCalls.Reference("referenceTransactionId", Number), FiservCalls.Reference("referenceClientRequestId", Spaced),
        BluefinCalls.Sample.Replace("PAYCONEX_TOKEN", Number, StringComparison.Ordinal),
        BluefinCalls.Sample.Replace("OK4956", Number, StringComparison.Ordinal),
        BluefinCalls.Sample.Replace("{\"bf", $"{{\"{Number}\":\"{Word}\",\"bf", StringComparison.Ordinal),
        BluefinCalls.Sample.Replace("{\"bf", $"{{\"description\":\"card {Number} {Spaced}\",\"customer\":{{\"name\":\"{Word}\"}},\"bf",
            StringComparison.Ordinal),
        BluefinCalls.Force(Number), BluefinCalls.Force("5", Number), BluefinCalls.Sample[..60] + Number,
        TransferRoutes.Body($"card:{Number}", $"account:{Number}", 5), TransferRoutes.Body("account:1", $"outside:{Word}", 5),
        TransferRoutes.Body("account:1", $"outside:{Number}", 5, $",\"tracking_id\":\"{Number}-0000-000000000000000000\""),
        $$"""{"account_id":{{Number}},"amount":10,"processing_code":"090907","tracking_id":"{{Number}}-0000-000000000000000000"}""",
        $$"""{"account_id":1,"amount":{{Number}},"processing_code":"{{Number}}","currency":"{{Number}}"}""",
        $$$"""{"account_id":1,"amount":10,"processing_code":"090907","descriptor":"{{{Spaced}}} {{{Word}}}","metadata":{"{{{Number}}}":"{{{Word}}}"}}""",
        $$$"""{"account_id":1,"amount":10,"processing_code":"090907","metadata":{"{{{Number}}}":1,"{{{Number}}}":2}}""",
        $$$"""{"account_id":1,"amount":10,"processing_code":"090907","original_authorization":{"id":{{{Number}}},"type":"{{{Number}}}"},"payment_datetime":"{{{Spaced}}}"}""",
        $$"""{"authorization_id":{{Number}},"original_tracking_id":"{{Number}}-0000-000000000000000000","amount":1}""",
        $$"""{"id":"{{Number}}","balance_impact":1,"description":"{{Word}}"}""",
        $$"""{"server_key":"{{Number}}","server_secret":"{{Word}}","account_id":{{Number}}}""",
        $"\"{Number}\"", Number, "{", $"cardData={Number}&securityCode={Word}",
    ];
}
