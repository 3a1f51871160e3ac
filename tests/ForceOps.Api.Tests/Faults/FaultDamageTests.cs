using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Findings;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Webhooks;
using StandardWebhooks.Diagnostics;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;

namespace ForceOps.Api.Tests.Faults;

/// <summary>
/// What stands between a client and the service: an answer that arrives in part, as HTML or not at all though everything was done; and
/// deliveries that a receiver must refuse, or must not mind.
/// </summary>
public sealed class FaultDamageTests(SharedService shared)
{
    [Theory]
    [InlineData("cut")]
    [InlineData("gateway_page")]
    [InlineData("wrong_type")]
    public async Task An_answer_is_damaged_after_everything_was_done_and_the_retry_learns_it(string damage)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("damage", $$"""{"answer":"{{damage}}"}""", """{"nth":1}""");
        var body = Force(1, 40.25m);

        var (status, type, text) = await PostAsync(tenant, body);

        switch (damage)
        {
            case "cut":
                Assert.Null(text);
                break;
            case "gateway_page":
                Assert.Equal((502, "text/html"), (status, type));
                Assert.Contains("<h1>502 Bad Gateway</h1>", text, StringComparison.Ordinal);
                break;
            default:
                Assert.Equal((201, "text/html"), (status, type));
                Assert.Contains("authorization_id", text, StringComparison.Ordinal);
                break;
        }
        Assert.Equal("damage", (await tenant.LastAsync()).Text("fault"));
        var retry = await tenant.ForceAsync(body);
        Assert.Equal((409, "same"), (retry.Code, retry.Header("x-forceops-replay")));
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(1));
        Assert.Equal(1, (await tenant.GetAsync("/sandbox/check")).Json.GetProperty("checked").GetProperty("authorizations").GetInt64());
    }

    [Fact]
    public async Task The_header_cuts_an_answer_in_its_middle()
    {
        await using var tenant = shared.NewTenant();
        var body = Force(1, 40.25m);
        using var client = new TcpClient();
        await client.ConnectAsync(tenant.Service.Url.Host, tenant.Service.Url.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"""
            POST /payments/v1/payments/force HTTP/1.1
            host: {tenant.Service.Url.Authority}
            x-tenant: {tenant.Org}
            {Header}: answer=cut
            content-type: application/json
            content-length: {body.Length}

            {body}
            """.ReplaceLineEndings("\r\n")));
        var bytes = await ReadUntilResetAsync(stream);
        var (head, sent) = bytes.Split("\r\n\r\n") is [var first, var rest] ? (first, rest) : (bytes, "");
        Assert.StartsWith("HTTP/1.1 201", head, StringComparison.Ordinal);
        Assert.StartsWith("{\"authorization_id\":", sent, StringComparison.Ordinal);
        // Half of the body came; an odd length is cut one byte before.
        var length = int.Parse(
            Regex.Match(head, "(?i)content-length: (?<length>[0-9]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["length"].Value,
            CultureInfo.InvariantCulture);
        Assert.Equal(length / 2, sent.Length);
    }

    [Fact]
    public async Task All_connections_of_the_org_end_and_those_of_another_stay()
    {
        await using var tenant = shared.NewTenant();
        await using var other = shared.NewTenant();
        await tenant.FaultAsync("restart", """{"drop":"all_connections"}""", """{"account":13}""");
        await tenant.ForcedAsync(Force(1, 1));
        await other.ForcedAsync(Force(1, 1));
        using var idle = ClientOf(tenant);
        using var stays = ClientOf(other);
        // A slow request of the same org is under way on a connection of its own.
        await tenant.FaultAsync("slow", """{"latency":"20s"}""", """{"account":2}""");
        var slow = ForceAsync(idle, Force(2, 1));
        await UntilAsync(async () => (await tenant.GetAsync("/sandbox/faults/slow")).Json.GetProperty("struck").GetInt32() == 1);
        var others = ForceAsync(stays, Force(2, 1));

        await Assert.ThrowsAsync<HttpRequestException>(() => tenant.ForceAsync(Force(13, 1)));

        await Assert.ThrowsAsync<HttpRequestException>(() => slow.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(HttpStatusCode.Created, (await others).StatusCode);
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/accounts/13")).Code);
    }

    [Theory]
    [InlineData("tampered", "accepted-tampered-webhook.hook")]
    [InlineData("stale", "stale-webhook.hook")]
    public async Task A_receiver_that_takes_a_wrong_delivery_is_found_and_one_that_refuses_it_gets_every_event(string fault, string found)
    {
        foreach (var isCareful in (bool[])[true, false])
        {
            await using var tenant = shared.NewTenant();
            var secret = WebhookSecret.Make();
            await using var receiver = Receiver.Start(one => !isCareful || IsRight(one, secret) ? 200 : 401);
            await tenant.PutAsync("/sandbox/webhooks/hook", Hook(receiver, secret));
            await tenant.FaultAsync("wrong", $$"""{"webhooks":"{{fault}}"}""");
            await tenant.ForcedAsync(Force(1, 7));
            await receiver.WaitForAsync(1);
            await WebhookTests.UntilAsync(() => receiver.All.Count == 2);

            Assert.Equal(isCareful ? [401, 200] : [200, 200], receiver.All.Select(one => one.Answered));
            if (!isCareful)
                await UntilAsync(async () => (await tenant.FoundAsync("?severity=high")).Count == 1);
            Assert.Equal(isCareful ? [] : [found], await tenant.FoundAsync("?severity=high"));
        }
    }

    [Fact]
    public async Task An_event_of_a_type_that_nobody_knows_comes_signed_before_each_event()
    {
        await using var tenant = shared.NewTenant();
        var secret = WebhookSecret.Make();
        await using var receiver = Receiver.Start(one => IsRight(one, secret) ? 200 : 401);
        await tenant.PutAsync("/sandbox/webhooks/hook", Hook(receiver, secret));
        await tenant.FaultAsync("new", """{"webhooks":"unknown_type"}""");
        await tenant.ForcedAsync(Force(1, 7));
        var got = await receiver.WaitForAsync(2);
        Assert.Equal(["forceops-type-of-tomorrow", "authorization-event"], got.Select(one => one.Type));
        Assert.Equal(2, got.Select(one => one.Json.GetProperty("event_id").GetString()).Distinct(StringComparer.Ordinal).Count());
    }

    private static string Hook(Receiver receiver, string secret) =>
        $$"""{"url":"{{receiver.Url}}","secret":"{{secret}}","types":["authorization-event"]}""";

    /// <summary>Checks as a careful receiver does.</summary>
    private static bool IsRight(Received one, string secret)
    {
        try
        {
            one.Verify(secret);
            return true;
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
    }

    private static async Task<string> ReadUntilResetAsync(NetworkStream stream)
    {
        var (read, buffer) = (new MemoryStream(), new byte[4096]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is var count and > 0)
                read.Write(buffer, 0, count);
        }
        catch (IOException)
        {
            // The connection was reset, which is what a client sees of a proxy that dies.
        }
        return Encoding.UTF8.GetString(read.ToArray());
    }

    /// <summary>Posts without the check of answers: these are not as the document says. No text came when it did not come whole.</summary>
    private static async Task<(int Status, string? Type, string? Text)> PostAsync(Tenant tenant, string body)
    {
        using var http = ClientOf(tenant);
        try
        {
            using var answer = await ForceAsync(http, body);
            return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return (0, null, null);
        }
    }

    /// <summary>A client of the org with connections of its own.</summary>
    private static HttpClient ClientOf(Tenant tenant) =>
        new() { BaseAddress = tenant.Service.Url, DefaultRequestHeaders = { { "x-tenant", tenant.Org } } };

    private static Task<HttpResponseMessage> ForceAsync(HttpClient http, string body) => http.PostAsync(
        new Uri("/payments/v1/payments/force", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
}
