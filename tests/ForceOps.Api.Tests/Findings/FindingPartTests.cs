using System.Text.Json;
using ForceOps.Api.Tests.Faults;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Findings;

/// <summary>A part of the history is judged for itself, with a window of its own, and nothing of it is kept.</summary>
public sealed class FindingPartTests(SharedService shared)
{
    [Fact]
    public async Task Only_what_happened_since_a_time_is_judged_and_the_answer_tells_the_next_time()
    {
        await using var tenant = shared.NewTenant();
        await tenant.LoseAnswerAsync(Force(1, 40.25m, Tenant.NewTrackingId()));
        await tenant.ForcedAsync(Force(1, 40.25m, Tenant.NewTrackingId()));
        var at = (await tenant.GetAsync("/sandbox/findings")).Json.Text("at")!;
        await tenant.ForceAsync(Force(1, 5, Tenant.NewTrackingId()), (FaultsOfTenant.Header, "status=500"));

        var part = await PartAsync(tenant, at, "&window=PT0.1S");

        // The double post was before; what was lost is known after a tenth of a second, not after the minute of the settings.
        Assert.Empty((await PartAsync(tenant, at)).GetProperty("items").EnumerateArray());
        Assert.Equal(0, part.GetProperty("seen").GetProperty("with_token").GetInt32());
        Assert.Equal(1, part.GetProperty("seen").GetProperty("requests").GetInt32());
        await Task.Delay(200);
        part = await PartAsync(tenant, at, "&window=PT0.1S");
        Assert.Equal("lost-operation.force", Assert.Single(part.GetProperty("items").EnumerateArray()).Text("id"));
        // What the settings' window says is as it was.
        Assert.Equal(["double-post.force"], await tenant.FoundAsync());
    }

    [Fact]
    public async Task Requests_of_one_account_are_one_work_when_it_is_asked_for()
    {
        await using var tenant = shared.NewTenant();
        var at = (await tenant.GetAsync("/sandbox/findings")).Json.Text("at")!;
        await tenant.ForceAsync(Force(7, 5, Tenant.NewTrackingId()), (FaultsOfTenant.Header, "delay=1h"), ("x-cid", "one"));
        await tenant.ForceAsync(Force(7, 5, Tenant.NewTrackingId()), ("x-cid", "other"));

        Assert.Empty((await PartAsync(tenant, at)).GetProperty("items").EnumerateArray());
        Assert.Equal("gave-up-on-202", Assert.Single((await PartAsync(tenant, at, "&work=account")).GetProperty("items").EnumerateArray()).Text("rule"));
    }

    [Theory]
    [InlineData("?since=yesterday", "since must be")]
    [InlineData("?window=PT5S", "window goes with since alone")]
    [InlineData("?work=account", "work goes with since alone")]
    [InlineData("?since=2024-05-01T12:00:00Z&window=5s", "window must be a duration of ISO 8601 of up to PT1H, as PT5S")]
    [InlineData("?since=2024-05-01T12:00:00Z&window=PT2H", "window must be a duration of ISO 8601 of up to PT1H, as PT5S")]
    [InlineData("?since=2024-05-01T12:00:00Z&work=cid", "work must be one of account")]
    public async Task A_wrong_part_is_refused(string query, string said)
    {
        await using var tenant = shared.NewTenant();

        var answer = await tenant.GetAsync($"/sandbox/findings{query}");

        Assert.Equal(400, answer.Code);
        Assert.Contains(said, answer.Text);
    }

    private static string Force(long account, decimal amount, string trackingId) =>
        $$"""{"tracking_id":"{{trackingId}}","account_id":{{account}},"amount":{{amount}},"processing_code":"090907"}""";

    private static async Task<JsonElement> PartAsync(Tenant tenant, string since, string rest = "")
    {
        var answer = await tenant.GetAsync($"/sandbox/findings?since={Uri.EscapeDataString(since)}{rest}");
        Assert.True(answer.Code == 200, answer.Text);
        return answer.Json;
    }
}
