using System.Text;
using System.Text.Json;
using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary>Many operations in one request: <c>POST /sandbox/postings</c>.</summary>
public sealed class BulkPostingTests(SharedService shared)
{
    private const string Route = "/sandbox/postings";

    [Fact]
    public async Task Lines_are_posted_in_their_order_and_answered_in_it()
    {
        await using var tenant = shared.NewTenant();
        var (force, cancel, transfer, back) = (NewId(), NewId(), NewId(), NewId());
        await tenant.OpenAsync(2);

        var answers = await PostAsync(
            tenant, Force(1, 100, force), Line("force/cancel", $$"""{"tracking_id":"{{cancel}}","original_tracking_id":"{{force}}","amount":30}"""),
            "", Line("", $$"""{"tracking_id":"{{transfer}}","from":[{"account":{"id":1},"amount":50}],"to":[{"account":{"id":2} }]}"""),
            $$"""{"kind":"operation","method":"POST","route":"/payments/v2/cancel","body":{"tracking_id":"{{back}}","original_tracking_id":"{{transfer}}","amount":5},"id":7}""",
            // 25 are left: the lines before it count.
            Line("", $$"""{"tracking_id":"{{NewId()}}","from":[{"account":{"id":1},"amount":25.01}],"to":[{"account":{"id":2} }]}"""));

        Assert.Equal([201, 200, 201, 200, 400], answers.SkipLast(1).Select(Status));
        Assert.Equal([1, 2, 4, 5, 6], answers.SkipLast(1).Select(one => one.GetProperty("line").GetInt32()));
        Assert.Equal(
            [force, cancel, transfer, back], answers.Take(4).Select(one => one.GetProperty("tracking_id").GetString()));
        Assert.Equal("INSUFFICIENT_FUNDS", answers[4].GetProperty("code").GetString());
        Assert.Equal("""{"lines":5,"posted":4,"already":0,"refused":1}""", answers[5].GetRawText());
        Assert.Equal((25, 45), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
        Assert.Equal(
            (await tenant.FindAsync(force)).Json.GetProperty("id").GetInt64(), answers[0].GetProperty("authorization_id").GetInt64());
    }

    [Fact]
    public async Task The_same_lines_again_post_nothing_and_wrong_lines_keep_nobody_from_being_posted()
    {
        await using var tenant = shared.NewTenant();
        var (id, other) = (NewId(), NewId());
        await PostAsync(tenant, Force(1, 5, id));

        var answers = await PostAsync(
            tenant, Force(1, 5, id), Force(1, 6, id), "{", """{"account_id":1,"amount":5,"processing_code":"090907"}""",
            Force(1, 5, other).Replace("090907", "09090", StringComparison.Ordinal), Line("hold-funds/block", "{}"),
            "\"" + new string('x', 300_000) + "\"", Force(1, 7, other));

        Assert.Equal([409, 409, 400, 400, 400, 400, 413, 201], answers.SkipLast(1).Select(Status));
        Assert.Equal(["same", "different"], answers.Take(2).Select(one => one.GetProperty("replay").GetString()));
        Assert.Contains("tracking_id is required", answers[3].GetProperty("message").GetString());
        Assert.Contains("processing_code", answers[4].GetProperty("message").GetString());
        Assert.Contains("route must be", answers[5].GetProperty("message").GetString());
        Assert.Equal("""{"lines":8,"posted":1,"already":1,"refused":6}""", answers[8].GetRawText());
        Assert.Equal(12, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task All_lines_of_an_atomic_request_are_posted_or_none()
    {
        await using var tenant = shared.NewTenant();
        var (first, second) = (Force(1, 5, NewId()), Force(2, 6, NewId()));

        var refused = await PostWithAsync(tenant, "?atomic=true", first, Force(2, 6, NewId()).Replace("090907", "NOSUCH", StringComparison.Ordinal), second);
        Assert.Equal([424, 400, 424], refused.SkipLast(1).Select(Status));
        Assert.Equal("""{"lines":3,"posted":0,"already":0,"refused":3}""", refused[3].GetRawText());
        var malformed = await PostWithAsync(tenant, "?atomic=true", first, "{");
        Assert.Equal([424, 400], malformed.SkipLast(1).Select(Status));
        Assert.Equal(0, JsonDocument.Parse(await tenant.CountsAsync()).RootElement.GetProperty("authorizations").GetInt32());

        Assert.Equal([201, 201], (await PostWithAsync(tenant, "?atomic=true", first, second)).SkipLast(1).Select(Status));
        // What is posted by the same request keeps nobody from being posted.
        Assert.Equal(
            [409, 201, 409], (await PostWithAsync(tenant, "?atomic=true", first, Force(3, 1, NewId()), second)).SkipLast(1).Select(Status));
        Assert.Equal((5, 6, 1), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2), await tenant.BalanceOfAsync(3)));
        var tooMany = await PostWithAsync(tenant, "?atomic=true", [.. Enumerable.Range(0, 501).Select(_ => Force(1, 1, NewId()))]);
        Assert.Equal("TOO_MANY_LINES", tooMany[0].GetProperty("code").GetString());
        Assert.Equal(5, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task Thousands_of_lines_keep_the_order_of_each_account_and_who_does_not_read_is_not_waited_for()
    {
        await using var tenant = shared.NewTenant();
        var lines = Enumerable.Range(0, 6000).Select(i => Force(i % 7 + 1, i + 1, NewId()));

        // This client reads nothing before it has sent everything.
        var answers = await PostAsync(tenant, [.. lines]);

        Assert.Equal("""{"lines":6000,"posted":6000,"already":0,"refused":0}""", answers[^1].GetRawText());
        Assert.Equal(Enumerable.Range(1, 6000), answers.SkipLast(1).Select(one => one.GetProperty("line").GetInt32()));
        var amounts = (await tenant.GetAsync("/sandbox/accounts/3/movements?limit=1000")).Json.GetProperty("items").EnumerateArray()
            .Select(one => one.GetProperty("amount").GetDecimal()).Reverse().ToList();
        Assert.Equal(Enumerable.Range(0, 6000).Where(i => i % 7 == 2).Select(i => (decimal)(i + 1)), amounts);
    }

    [Fact]
    public async Task Only_what_was_refused_is_answered_if_that_is_asked_for_and_what_waits_counts_as_posted()
    {
        await using var tenant = shared.NewTenant();
        await tenant.DelayAsync(7);

        var answers = await PostWithAsync(tenant, "?answers=refused", Force(1, 5, NewId()), Force(7, 5, NewId()), "[]");

        Assert.Equal([400], answers.SkipLast(1).Select(Status));
        Assert.Equal("""{"lines":3,"posted":2,"already":0,"refused":1}""", answers[^1].GetRawText());
        await tenant.UntilNothingWaitsAsync();
        Assert.Equal(5, await tenant.BalanceOfAsync(7));
    }

    [Theory]
    [InlineData("?atomic=yes", "application/x-ndjson", 400)]
    [InlineData("?answers=", "application/x-ndjson", 400)]
    [InlineData("", "text/plain", 415)]
    public async Task What_cannot_be_meant_is_refused_before_anything_is_read(string query, string type, int status)
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(status, (await tenant.SendAsync(HttpMethod.Post, Route + query, Force(1, 5, NewId()), ("content-type", type))).Code);
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/accounts/1")).Code);
    }

    private static Task<List<JsonElement>> PostAsync(Tenant tenant, params string[] lines) => PostWithAsync(tenant, "", lines);

    private static async Task<List<JsonElement>> PostWithAsync(Tenant tenant, string query, params string[] lines)
    {
        var answer = await tenant.SendContentAsync(
            HttpMethod.Post, Route + query, new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson"));
        Assert.True(answer.Code == 200, answer.Text);
        return [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static int Status(JsonElement answer) => answer.GetProperty("status").GetInt32();

    private static string NewId() => Tenant.NewTrackingId();

    private static string Force(long account, decimal amount, string id) =>
        $$"""{"tracking_id":"{{id}}","account_id":{{account}},"amount":{{amount}},"processing_code":"090907"}""";

    private static string Line(string route, string body) =>
        $$"""{"route":"/payments/v1/payments{{(route.Length > 0 ? "/" : "")}}{{route}}","body":{{body}}}""";
}
