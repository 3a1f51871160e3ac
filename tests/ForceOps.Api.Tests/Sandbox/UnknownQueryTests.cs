using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary>A misspelt query parameter is an error that names it: ignored, it would answer with what nobody asked for.</summary>
public sealed class UnknownQueryTests(SharedService shared)
{
    [Theory]
    [InlineData("GET", "/sandbox/events?types=x", "types", "after, limit, type, account")]
    [InlineData("GET", "/sandbox/events/stream?limit=1", "limit", "after, seconds, type, account")]
    [InlineData("GET", "/sandbox/accounts?limit=1&page=2", "page", "after, limit, at, at_authorization")]
    [InlineData("GET", "/sandbox/accounts/1?expand", "expand", "at, at_authorization")]
    [InlineData("GET", "/sandbox/check?al=true", "al", "all, at, at_authorization")]
    [InlineData("GET", "/sandbox/requests?state=4xx", "state", "after, limit, status, route, tracking_id")]
    [InlineData("GET", "/sandbox/authorizations?trackingid=x", "trackingid", "tracking_id, at, at_authorization")]
    [InlineData("GET", "/sandbox/findings?rules=x", "rules", "severity, rule, since, window, work")]
    [InlineData("POST", "/sandbox/reset?org=x", "org", "none")]
    [InlineData("DELETE", "/sandbox/webhooks/x?force=true", "force", "none")]
    public async Task An_unknown_query_parameter_is_named(string method, string path, string name, string known)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.SendAsync(new HttpMethod(method), path, null);
        Refused.AsProblem(answer, 400, "INVALID_FIELD");
        Assert.Equal($"{name} is no query parameter of this route, which has {known}", answer.Json.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/sandbox/accounts?LIMIT=1&after=1")]
    [InlineData("/sandbox/accounts/1/movements?")]
    [InlineData("/sandbox/check?all=false")]
    public async Task A_known_one_is_read_in_any_case(string path)
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(200, (await tenant.GetAsync(path)).Code);
    }
}
