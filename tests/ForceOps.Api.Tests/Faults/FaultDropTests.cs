using System.Net.Sockets;
using System.Text;
using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;

namespace ForceOps.Api.Tests.Faults;

/// <summary>
/// The connection ends without an answer: the one thing that a client must be right about, and that no sandbox lets it try.
/// </summary>
public sealed class FaultDropTests(SharedService shared)
{
    [Fact]
    public async Task A_client_that_retries_with_the_same_tracking_id_after_a_lost_answer_ends_with_one_posting()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("lost", """{"drop":"after_commit"}""", """{"tracking_id_prefix":"lost-","times":1}""");
        var body = Force(1, 40.25m, $"lost-{Tenant.NewTrackingId()}");

        Assert.Equal(0, await BytesOfAnswerAsync(tenant, "/payments/v1/payments/force", body));

        var dropped = await tenant.LastAsync();
        Assert.Equal((null, "lost"), (dropped.Text("status"), dropped.Text("fault")));
        Assert.NotNull(dropped.Text("answer.authorization_id"));
        var retry = await tenant.ForceAsync(body);
        Assert.Equal((409, "same", null), (retry.Code, retry.Header("x-forceops-replay"), retry.Fault()));
        Assert.Equal(dropped.Text("answer.authorization_id"), retry.Json.GetProperty("authorizations").Text("authorization_id"));
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(1));
        await AssertPostingsAsync(tenant, 1);
    }

    [Fact]
    public async Task What_is_dropped_before_the_commit_is_not_done_and_the_retry_posts_it()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("lost", """{"drop":"before_commit"}""", """{"nth":1}""");
        await tenant.PutAsync("/sandbox/accounts/1", "{}");
        var body = Force(1, 40.25m);

        Assert.Equal(0, await BytesOfAnswerAsync(tenant, "/payments/v1/payments/force", body));

        Assert.Equal((null, "lost"), ((await tenant.LastAsync()).Text("status"), (await tenant.LastAsync()).Text("fault")));
        await AssertPostingsAsync(tenant, 0);
        await tenant.ForcedAsync(body);
        await AssertPostingsAsync(tenant, 1);
    }

    [Fact]
    public async Task The_header_does_it_without_a_rule_and_on_every_dialect()
    {
        await using var tenant = shared.NewTenant();
        const string fiserv = "/payments/v1/forcedpost";
        Assert.Equal(0, await BytesOfAnswerAsync(tenant, BluefinCalls.Path("force"), BluefinCalls.Sample, $"{Header}: commit-and-drop"));
        await AssertPostingsAsync(tenant, 1);
        Assert.Equal(0, await BytesOfAnswerAsync(
            tenant, fiserv, FiservCalls.Sample, $"{Header}: commit-and-drop, latency=1ms\r\nClient-Request-Id: one"));
        await AssertPostingsAsync(tenant, 2);
        // Fiserv gives a repeated request its first answer.
        Assert.Equal(201, (await tenant.ForcedPostAsync(FiservCalls.Sample, "one")).Code);
        await AssertPostingsAsync(tenant, 2);
        Assert.Equal(0, await BytesOfAnswerAsync(tenant, fiserv, FiservCalls.Sample, $"{Header}: drop\r\nClient-Request-Id: two"));
        await AssertPostingsAsync(tenant, 2);
    }

    [Fact]
    public async Task A_refusal_is_lost_in_the_same_way()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(0, await BytesOfAnswerAsync(tenant, "/payments/v1/payments/force", "{}", $"{Header}: commit-and-drop"));
        var entry = await tenant.LastAsync();
        Assert.Equal((null, "INVALID_FIELD"), (entry.Text("status"), entry.Text("answer.code")));
    }

    [Fact]
    public async Task Many_lost_answers_at_once_lose_no_posting_and_post_none_twice()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("lost", """{"drop":"after_commit"}""", """{"probability":0.5}""");
        await Task.WhenAll(Enumerable.Range(1, 8).Select(async account =>
        {
            for (var i = 0; i < 10; i++)
            {
                var body = Force(account, 1);
                while (!await AnsweredAsync(tenant, body))
                {
                    // As a client does that got no answer: the same once more.
                }
            }
        }));
        await AssertPostingsAsync(tenant, 80);
        for (var account = 1; account <= 8; account++)
            Assert.Equal(10, await tenant.BalanceOfAsync(account));
    }

    private static async Task<bool> AnsweredAsync(Tenant tenant, string body)
    {
        try
        {
            Assert.Contains((await tenant.ForceAsync(body)).Code, (int[])[201, 409]);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task AssertPostingsAsync(Tenant tenant, int count)
    {
        var check = (await tenant.GetAsync("/sandbox/check")).Json;
        Assert.True(check.GetProperty("ok").GetBoolean());
        Assert.Equal(count, check.GetProperty("checked").GetProperty("authorizations").GetInt32());
    }

    /// <summary>How many bytes come before the connection ends; it may end by a reset or by its plain end.</summary>
    private static async Task<int> BytesOfAnswerAsync(Tenant tenant, string path, string body, string headers = "x-none: 1")
    {
        using var client = new TcpClient();
        await client.ConnectAsync(tenant.Service.Url.Host, tenant.Service.Url.Port);
        await using var stream = client.GetStream();
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = $"POST {path} HTTP/1.1\r\nhost: localhost\r\nx-tenant: {tenant.Org}\r\ncontent-type: application/json\r\ncontent-length: {bytes.Length}\r\n{headers}\r\n\r\n";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. bytes], patience.Token);
            return await stream.ReadAsync(new byte[1024], patience.Token);
        }
        catch (IOException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return 0;
        }
    }
}
