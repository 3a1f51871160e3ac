using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;
using static ForceOps.Api.Tests.Findings.FindingsOfTenant;

namespace ForceOps.Api.Tests.Findings;

/// <summary>What a client does wrong is found with its evidence; a client that does nothing wrong has no finding.</summary>
public sealed class FindingTests(SharedService shared)
{
    [Fact]
    public async Task The_same_money_under_another_tracking_id_after_a_lost_answer_is_found_with_both_requests()
    {
        await using var tenant = shared.NewTenant();
        var (first, second) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        await tenant.LoseAnswerAsync(Force(1, 40.25m, first));
        await tenant.ForcedAsync(Force(1, 40.25m, second));

        var finding = Assert.Single(await tenant.FindingsAsync());
        Assert.Equal(
            ("double-post.force", "double-post", "high", "1", "docs/findings.md#double-post"),
            (finding.Text("id"), finding.Text("rule"), finding.Text("severity"), finding.Text("seen"), finding.Text("docs")));
        var evidence = finding.GetProperty("evidence").EnumerateArray().ToList();
        Assert.Equal([first, second], evidence.Select(one => one.Text("tracking_id")));
        Assert.Equal("The connection ended without an answer; the operation was posted.", evidence[0].Text("what"));
        foreach (var one in evidence)
        {
            var entry = (await tenant.GetAsync($"/sandbox/requests/{one.Text("request_id")}")).Json;
            Assert.Equal(one.Text("authorization_id"), entry.Text("answer.authorization_id"));
            Assert.Equal(200, (await tenant.GetAsync($"/sandbox/authorizations/{one.Text("authorization_id")}")).Code);
        }
    }

    [Fact]
    public async Task A_client_that_keeps_its_tracking_ids_and_cancels_once_has_no_finding()
    {
        await using var tenant = shared.NewTenant();
        var (id, cancellation) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        await tenant.LoseAnswerAsync(Force(1, 40.25m, id));
        Assert.Equal(409, (await tenant.ForceAsync(Force(1, 40.25m, id), ("x-cid", "lost"))).Code);
        Assert.Equal(200, (await tenant.CancelForceAsync(Cancel(id, trackingId: cancellation))).Code);
        Assert.Equal(409, (await tenant.CancelForceAsync(Cancel(id, trackingId: cancellation))).Code);
        // The same sum twice, with both answers; and an operation that is posted later.
        foreach (var cid in (string[])["one", "two"])
            Assert.Equal(201, (await tenant.ForceAsync(Force(1, 40.25m), ("x-cid", cid))).Code);
        var later = Force(2, 7);
        Assert.Equal(202, (await tenant.ForceAsync(later, (Header, "delay=1m"), ("x-cid", "three"))).Code);
        Assert.Equal(202, (await tenant.ForceAsync(later, ("x-cid", "three"))).Code);
        Assert.Equal(400, (await tenant.ForceAsync("""{"account_id":1}""")).Code);
        Assert.Empty(await tenant.FoundAsync());
    }

    [Fact]
    public async Task Each_mistake_is_named()
    {
        await using var tenant = shared.NewTenant();
        var id = Tenant.NewTrackingId();
        await tenant.ForcedAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");
        await tenant.ForcedAsync(Force(2, 10, id));
        Assert.Equal(409, (await tenant.ForceAsync(Force(2, 11, id))).Code);
        Assert.Equal(409, (await tenant.ForceAsync(Force(2, 10, id), ("x-cid", "job"))).Code);
        await tenant.ForcedAsync(Force(2, 10), ("x-cid", "job"));
        Assert.Equal(200, (await tenant.CancelForceAsync(Cancel(id))).Code);
        Assert.Equal(409, (await tenant.CancelForceAsync(Cancel(id))).Code);
        Assert.Equal(400, (await tenant.ForceAsync(Force(3, 0.30000000000000004m))).Code);
        var busy = Force(4, 5);
        Assert.Equal(503, (await tenant.ForceAsync(busy, (Header, "status=503"))).Code);
        await tenant.ForcedAsync(busy);
        foreach (var amount in (int[])[6, 6])
            Assert.Equal(202, (await tenant.ForceAsync(Force(5, amount), (Header, "delay=1m"), ("x-cid", "later"))).Code);
        Assert.Equal(400, (await tenant.ForceAsync(
            $$"""{"tracking_id":"{{Tenant.NewTrackingId()}}","account_id":6,"amount":1,"processing_code":"090907","value_date":"2199-01-01T00:00:00Z"}""")).Code);
        Assert.Equal(415, (await tenant.ForceAsync("{}", ("content-type", "text/plain"))).Code);

        Assert.Equal(
            [
                "clock-skew.force", "conflict-taken-for-failure.force", "float-amount.force", "gave-up-on-202.force",
                "ignores-retry-after.force", "no-tracking-id.force", "over-cancel.cancel_force", "tracking-id-reused.force",
                "unread-body.force",
            ],
            await tenant.FoundAsync());
        Assert.Equal(["clock-skew.force", "unread-body.force"], await tenant.FoundAsync("?severity=low"));
        Assert.Equal(["over-cancel.cancel_force"], await tenant.FoundAsync("?rule=over-cancel&severity=medium"));
        Assert.Empty(await tenant.FoundAsync("?rule=over-cancel&severity=high"));
        Assert.Equal("high", (await tenant.FindingsAsync())[0].Text("severity"));
        Refused.AsProblem(await tenant.GetAsync("/sandbox/findings?severity=worst"), 400, "INVALID_FIELD");
        Refused.AsProblem(await tenant.GetAsync("/sandbox/findings?rule=double"), 400, "INVALID_FIELD");
    }

    [Fact]
    public async Task Habits_are_found_and_programs_for_people_are_left_in_peace()
    {
        await using var tenant = shared.NewTenant();
        for (var i = 0; i < 31; i++)
            await tenant.ForcedAsync(Force(), ("connection", "close"), ("user-agent", "curl/8.5.0"));
        Assert.Empty(await tenant.FoundAsync());
        for (var i = 0; i < 31; i++)
            await tenant.ForcedAsync(Force(), ("connection", "close"));
        Assert.Equal(["connection-per-request", "header-missing.x-cid"], await tenant.FoundAsync());
    }

    [Fact]
    public async Task A_token_that_goes_on_after_a_401_is_found()
    {
        await using var tenant = shared.NewTenant();
        await UntilAsync(async () =>
        {
            Assert.Equal(401, (await tenant.ForceAsync(Force(), ("authorization", "Bearer of.no.value"))).Code);
            await Task.Delay(300);
            return (await tenant.FoundAsync()).Contains("expired-token-reuse");
        });
    }

    [Fact]
    public async Task A_reset_removes_findings_and_a_restore_keeps_them_and_ends_what_began_before()
    {
        await using var tenant = shared.NewTenant();
        await tenant.TakeAsync("before").SuccessAsync();
        await tenant.ForcedAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");
        await tenant.LoseAnswerAsync(Force(2, 5));
        await tenant.RestoreAsync("before").SuccessAsync();
        await tenant.ForcedAsync(Force(2, 5));
        Assert.Equal(["no-tracking-id.force"], await tenant.FoundAsync());
        await tenant.ResetAsync().SuccessAsync();
        Assert.Empty(await tenant.FoundAsync());
    }
}
