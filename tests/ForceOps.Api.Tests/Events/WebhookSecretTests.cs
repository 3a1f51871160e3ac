using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using StandardWebhooks.Diagnostics;

namespace ForceOps.Api.Tests.Events;

/// <summary>Secrets as the libraries of Standard Webhooks read them; the library StandardWebhooks checks what arrived.</summary>
public sealed class WebhookSecretTests(SharedService shared)
{
    private const string First = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Second = "whsec_c2Vjb25kIHNlY3JldCBvZiB0aGlydHktdHdvIGJ5dGU=";
    private const string Force = """{"account_id":1,"amount":1,"processing_code":"090907"}""";

    [Theory]
    [InlineData(First)]
    [InlineData("whsec_" + First)]
    public async Task With_and_without_the_prefix_it_is_the_same_secret_and_the_library_accepts_what_arrives(string secret)
    {
        await using var receiver = Receiver.Start();
        await using var tenant = shared.NewTenant();
        var made = await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}","secret":"{{secret}}"}""");
        Assert.Equal("whsec_" + First, made.Json.GetProperty("secret").GetString());
        await tenant.ForcedAsync(Force);

        foreach (var one in await receiver.WaitForAsync(2))
        {
            one.Verify(secret);
            Assert.Throws<WebhookVerificationException>(() => one.Verify(Second));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_!")]
    [InlineData("not base64, but a sentence of some length")]
    [InlineData("whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM=")]
    [InlineData("MTIzNDU2Nzg5MA==")]
    [InlineData("MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU=")]
    public async Task A_secret_that_is_not_24_to_64_bytes_in_base64_is_refused(string secret)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"http://127.0.0.1:9/","secret":"{{secret}}"}""");
        Refused.AsProblem(answer, 400, answer.ErrorCode!);
        Assert.Contains("24 to 64 bytes in base64", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_change_both_secrets_sign_until_the_stated_time_and_then_the_new_one_alone()
    {
        await using var receiver = Receiver.Start();
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}","secret":"{{First}}"}""");
        var changed = await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}","secret":"{{Second}}"}""");
        var until = changed.Json.GetProperty("previous_secret_until").GetDateTimeOffset();
        Assert.InRange(until - changed.Json.GetProperty("created_at").GetDateTimeOffset(), TimeSpan.FromHours(24), TimeSpan.FromHours(25));
        // The same secret again is no change.
        var same = await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}","secret":"{{Second}}"}""");
        Assert.Equal(until, same.Json.GetProperty("previous_secret_until").GetDateTimeOffset());
        await tenant.ForcedAsync(Force);
        Assert.All(await receiver.WaitForAsync(2), one =>
        {
            Assert.Equal(2, one.Headers["webhook-signature"].Split(' ').Distinct(StringComparer.Ordinal).Count());
            one.Verify(First);
            one.Verify(Second);
        });

        await Sql.ExecuteAsync(shared.Service.Database, $"UPDATE webhooks SET previous_secret_until = now() - interval '1 second', version = version + 1 WHERE org = '{tenant.Org[3..]}'");
        await tenant.PostAsync("/sandbox/webhooks/all/replay", """{"after":null}""");
        await WebhookTests.UntilAsync(() => receiver.All.Count == 4);
        Assert.All(receiver.All.Skip(2), one =>
        {
            one.Verify(Second);
            Assert.Throws<WebhookVerificationException>(() => one.Verify(First));
        });
    }
}
