using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>x-cid: echoed on every answer, stored with the operation.</summary>
public sealed class CorrelationTests(SharedService shared)
{
    private const string Force = "/payments/v1/payments/force";

    public static TheoryData<string, string, string?, string, int> Completions => new()
    {
        { "POST", Force, ForceJson.With(), "application/json", 201 },
        { "POST", Force, "{}", "application/json", 400 },
        { "POST", Force, "{", "application/json", 400 },
        { "POST", Force + "/cancel", """{"authorization_id":1}""", "application/json", 404 },
        { "POST", Force, "{}", "text/plain", 415 },
        { "POST", Force, new string(' ', 70_000), "application/json", 413 },
        { "GET", Force, null, "", 405 },
        { "GET", "/payments/v9/nothing", null, "", 404 },
        { "GET", "/nothing", null, "", 404 },
        { "GET", "/sandbox/accounts", null, "", 200 },
        { "GET", "/sandbox/accounts/99", null, "", 404 },
        { "GET", "/health/live", null, "", 200 },
        { "GET", "/health/ready", null, "", 200 },
        { "GET", "/swagger/pismo/swagger.json", null, "", 200 },
    };

    [Theory]
    [MemberData(nameof(Completions))]
    public async Task Every_answer_carries_the_id_that_was_sent_or_a_new_one(
        string method, string path, string? body, string type, int status)
    {
        await using var tenant = shared.NewTenant();
        (string, string)[] headers = body is null ? [] : [("content-type", type)];
        var sent = await tenant.SendAsync(new HttpMethod(method), path, body, [.. headers, ("x-cid", "my-cid/42~!")]);
        Assert.Equal(status, sent.Code);
        Assert.Equal("my-cid/42~!", sent.Header("x-cid"));
        var made = await tenant.SendAsync(new HttpMethod(method), path, body, headers);
        Assert.True(Guid.TryParse(made.Header("x-cid"), out _), $"made: {made.Header("x-cid")}");
    }

    [Fact]
    public async Task It_is_stored_with_force_and_cancel()
    {
        await using var tenant = shared.NewTenant();
        var longest = new string('c', 64);
        var force = await tenant.ForcedAsync(ForceJson.With(), ("x-cid", longest));
        Assert.Equal(longest, (await tenant.AuthorizationAsync(force)).GetProperty("cid").GetString());
        var cancel = await tenant.CancelForceAsync($$"""{"authorization_id":{{force}}}""");
        var stored = await tenant.AuthorizationAsync(cancel.Json.GetProperty("authorization_id").GetInt64());
        Assert.Equal(cancel.Header("x-cid"), stored.GetProperty("cid").GetString());
    }

    [Theory]
    [InlineData("has blank")]
    [InlineData("tab\there")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_bad_one_is_refused_and_another_is_made(string sent)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        var answer = await tenant.ForceAsync(ForceJson.With(), ("x-cid", sent));
        Refused.AsPismo(answer, 400, "INVALID_FIELD", "x-cid");
        Assert.True(Guid.TryParse(answer.Header("x-cid"), out _));
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Fact]
    public async Task A_request_that_breaks_while_it_is_read_has_it_too()
    {
        var answer = await RawConnection.ExchangeAsync(shared.Service.Url, """
            POST /payments/v1/payments/force HTTP/1.1
            host: localhost
            x-cid: broken-chunk
            content-type: application/json
            transfer-encoding: chunked

            not-a-length
            {}
            """);
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("x-cid: broken-chunk", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("INVALID_JSON", answer, StringComparison.Ordinal);
    }
}
