using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Fiserv;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>The vector of facts B2, that no byte of it can change, and strict mode.</summary>
public sealed class FiservSignatureTests(SharedService shared)
{
    private const string RequestId = "8d9b3c62-5d0a-4f0e-9f57-3c8f1f6f2a11";
    private const string Timestamp = "1689681600000";
    private const string Signature = "9ybgcz0RPOxIz3mGCWFiM1fmtiv+UN/2l+kyDadkY4Y=";
    private const string Body =
        """{"source":{"sourceType":"PaymentToken","tokenData":"1000200030000019","tokenSource":"TRANSARMOR","card":{"expirationMonth":"10","expirationYear":"2030"}},"amount":{"total":85,"currency":"USD"},"transactionDetails":{"captureFlag":true,"approvalCode":"OK7244"},"merchantDetails":{"merchantId":"100000000000001","terminalId":"10000001"}}""";

    private static readonly FiservKeyOptions Key = new() { ApiKey = "demoApiKey0001", Secret = "demoSecret0001" };

    [Fact]
    public void The_vector_passes_and_every_altered_byte_fails()
    {
        var bytes = Encoding.UTF8.GetBytes(Body);
        Assert.True(FiservSignature.Signs(Key, RequestId, Timestamp, bytes, Signature));
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.False(FiservSignature.Signs(Key, RequestId, Timestamp, bytes, Signature));
            bytes[i] ^= 1;
        }
        Assert.All(Alter(Signature), sent => Assert.False(FiservSignature.Signs(Key, RequestId, Timestamp, bytes, sent)));
        Assert.All(Alter(RequestId), sent => Assert.False(FiservSignature.Signs(Key, sent, Timestamp, bytes, Signature)));
        Assert.All(Alter(Timestamp), sent => Assert.False(FiservSignature.Signs(Key, RequestId, sent, bytes, Signature)));
        Assert.All(Alter(Key.ApiKey), key => Assert.False(
            FiservSignature.Signs(new FiservKeyOptions { ApiKey = key, Secret = Key.Secret }, RequestId, Timestamp, bytes, Signature)));
        Assert.All(Alter(Key.Secret), secret => Assert.False(
            FiservSignature.Signs(new FiservKeyOptions { ApiKey = Key.ApiKey, Secret = secret }, RequestId, Timestamp, bytes, Signature)));
    }

    [Fact]
    public async Task Strict_mode_lets_in_who_signs_recently()
    {
        var org = $"TN-{Guid.NewGuid()}";
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(),
            ("ForceOps:Mode", "strict"), ("ForceOps:Sandbox:Key", "fiserv-sandbox-key"),
            ("ForceOps:Tokens:SigningKey", new string('k', 64)), ("ForceOps:Accounts:OpenOnFirstUse", "true"),
            ("ForceOps:Keys:0:ServerKey", "pismo"), ("ForceOps:Keys:0:ServerSecret", "secret"), ("ForceOps:Keys:0:Tenant", org),
            ("ForceOps:Fiserv:Keys:0:ApiKey", Key.ApiKey), ("ForceOps:Fiserv:Keys:0:Secret", Key.Secret),
            ("ForceOps:Fiserv:Keys:0:Tenant", org));
        await using var tenant = new Tenant(service, org);
        var now = TimeProvider.System.GetUtcNow();

        var first = await SendAsync(tenant, Body, "one", now);
        Assert.True(first.Code == 201, first.Text);
        Assert.Equal(first.Text, (await SendAsync(tenant, Body, "one", now.AddSeconds(1))).Text);
        Unauthorized(await tenant.ForcedPostAsync(Body, "two"));
        Unauthorized(await SendAsync(tenant, Body, "two", now.AddMinutes(-6)));
        Unauthorized(await SendAsync(tenant, Body, "two", now, sent: Body + " "));
        Unauthorized(await SendAsync(tenant, "{", "two", now, sent: "["));
        FiservCalls.Refused(await SendAsync(tenant, "{", "two", now), 400, "121");
        foreach (var (signature, form) in Wrong)
        {
            var answer = await SendAsync(tenant, Body, "two", now, signature: signature);
            Unauthorized(answer);
            Assert.Contains(form, answer.Json.GetProperty("error")[0].GetProperty("additionalInfo").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(85m, await tenant.BalanceOfAsync(100000000000001));
    }

    /// <summary>Signatures in other forms, of any value, and what is said of the form.</summary>
    private static readonly (string Signature, string Form)[] Wrong =
    [
        (Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('a', 64))), "the Base64 of hex digits came, 88 characters"),
        (new string('a', 64), "hex digits came"),
        (Signature, "the form is right"),
        ("", "Authorization is missing"),
        ("HMAC " + Signature, "more than one word came"),
        ("not-base-64!", "no Base64 came"),
        ("AAAA", "the Base64 of 3 bytes came"),
    ];

    private static void Unauthorized(Answer answer) =>
        FiservCalls.Refused(answer, 401, null, type: "APIM", message: "ApiKey and/or Authentication supplied are invalid.");

    private static Task<Answer> SendAsync(
        Tenant tenant, string signed, string id, DateTimeOffset time, string? sent = null, string? signature = null)
    {
        var timestamp = time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        signature ??= Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key.Secret), Encoding.UTF8.GetBytes(Key.ApiKey + id + timestamp + signed)));
        return tenant.SendAsync(
            HttpMethod.Post, "/payments/v1/forcedpost", sent ?? signed,
            ("Client-Request-Id", id), ("Api-Key", Key.ApiKey), ("Timestamp", timestamp), ("Auth-Token-Type", "HMAC"),
            ("Authorization", signature));
    }

    private static IEnumerable<string> Alter(string text) =>
        Enumerable.Range(0, text.Length).Select(i => text[..i] + (char)(text[i] ^ 1) + text[(i + 1)..]);
}
