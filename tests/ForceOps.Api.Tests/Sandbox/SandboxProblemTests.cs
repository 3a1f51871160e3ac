using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary>Requests that reach no rule of the sandbox: problem documents, on every path that no emulated API owns.</summary>
public sealed class SandboxProblemTests(SharedService shared)
{
    [Theory]
    [InlineData("GET", "/nothing", 404, "NOT_FOUND")]
    [InlineData("GET", "/paymentsx", 404, "NOT_FOUND")]
    [InlineData("GET", "/sandbox", 404, "NOT_FOUND")]
    [InlineData("GET", "/sandbox/nothing", 404, "NOT_FOUND")]
    [InlineData("POST", "/sandbox/accounts", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("DELETE", "/sandbox/accounts/1", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("PUT", "/sandbox/check", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("PUT", "/sandbox/accounts/1", 415, "UNSUPPORTED_MEDIA_TYPE")]
    [InlineData("PUT", "/sandbox/processing-codes/abc", 415, "UNSUPPORTED_MEDIA_TYPE")]
    public async Task A_request_that_finds_nothing_is_answered_with_a_problem(string method, string path, int status, string code)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.SendAsync(new HttpMethod(method), path, null), status, code);
    }

    [Theory]
    [InlineData("/sandbox/accounts/1")]
    [InlineData("/sandbox/accounts")]
    [InlineData("/sandbox/processing-codes/abc")]
    public async Task A_body_that_is_too_large_or_no_JSON_is_refused(string path)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.PutAsync(path, new string(' ', 70_000)), 413, "BODY_TOO_LARGE");
        Refused.AsProblem(await tenant.PutAsync(path, ""), 400, "INVALID_JSON");
        Refused.AsProblem(await tenant.PutAsync(path, "null"), 400, "INVALID_JSON");
    }

    /// <summary>PostgreSQL takes no NUL in a text; what cannot be a cursor or an id must not get there, nor be dropped.</summary>
    [Theory]
    [InlineData("/sandbox/snapshots?after=%00")]
    [InlineData("/sandbox/webhooks?after=%00")]
    [InlineData("/sandbox/faults?after=a.b")]
    [InlineData("/sandbox/processing-codes?after=%00")]
    [InlineData("/sandbox/authorizations?tracking_id=%00")]
    [InlineData("/sandbox/requests?tracking_id=0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_cursor_or_a_filter_that_cannot_be_one_is_refused(string path)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.GetAsync(path), 400, "INVALID_FIELD");
    }

    /// <summary>The framework's own problems are without a trace id for a client that accepts no JSON.</summary>
    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("*/*;q=0")]
    public async Task A_problem_is_whole_whatever_a_client_accepts(string accept)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.SendAsync(HttpMethod.Get, "/sandbox/accounts/1", null, ("accept", accept));
        Refused.AsProblem(answer, 404, "NOT_FOUND");
        Assert.Equal(answer.Header("x-cid"), answer.Json.GetProperty("traceId").GetString());
    }

    [Fact]
    public async Task The_orgs_are_listed_page_by_page()
    {
        await using var one = shared.NewTenant();
        await using var other = shared.NewTenant();
        await one.CountsAsync();
        await other.CountsAsync();
        var (seen, after) = (new List<string>(), "");
        do
        {
            var page = (await one.GetAsync($"/sandbox/orgs?limit=100{after}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(org => org.GetString()!));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);
        Assert.Contains("TN-00000000-0000-0000-0000-000000000001", seen, StringComparer.Ordinal);
        Assert.Contains(one.Org, seen, StringComparer.Ordinal);
        Assert.Contains(other.Org, seen, StringComparer.Ordinal);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Refused.AsProblem(await one.GetAsync("/sandbox/orgs?after=x"), 400, "INVALID_FIELD");
    }
}
