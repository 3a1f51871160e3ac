using ForceOps.Findings;
using ForceOps.Findings.Rules;

namespace ForceOps.Tests.Findings;

/// <summary>Tokens, connections, headers and content types; and the receivers of webhooks.</summary>
public sealed class CallRuleTests
{
    private readonly Story _story = new();

    [Fact]
    public void A_refused_token_that_goes_on_is_found() => _story.Then(_story.Force("a").Refused(401)).Wait(2)
        .Then(_story.Force("a").Refused(401), _story.Force("b").Refused(401)).Breaks("expired-token-reuse");

    [Fact]
    public void A_new_token_after_it_and_calls_that_were_under_way_are_none() => _story
        .Then(_story.Force("a").Refused(401), _story.Force("b").Refused(401), _story.Force("c").Refused(401)).Wait(2)
        .Then(_story.Force("a") with { Token = 8 }, _story.Force("b") with { Token = 8 }, _story.Force("c") with { Token = 8 }).IsFine();

    [Fact]
    public void Connections_and_tokens_of_a_single_use_are_found()
    {
        Send(CallRules.FreshCalls + 1, (request, i) => request with { Connection = $"{i}", Token = i }).Breaks("one-token-per-request", "connection-per-request");
        var one = Assert.Single(RuleBook.FindingsOf(_story.History()), finding => finding.Rule is "connection-per-request");
        Assert.Equal((1, "connection-per-request", Severity.Low), (one.Seen, one.Id, one.Severity));
    }

    [Fact]
    public void Fewer_of_them_are_none() => Send(CallRules.FreshCalls, (request, i) => request with { Connection = $"{i}" }).IsFine();

    [Fact]
    public void Those_of_a_person_and_of_a_pool_are_none()
    {
        Send(100, (request, i) => request with { Connection = $"{i}", IsByHand = true }).IsFine();
        Send(100, (request, i) => request with { Connection = $"pool {i % 30}", TrackingId = $"p{i}" }).IsFine();
    }

    [Fact]
    public void Calls_at_the_same_time_and_after_dropped_connections_need_new_ones()
    {
        Send(100, (request, i) => request with { Connection = $"{i / 2}", Status = i % 2 == 0 ? 201 : 0, Fate = i % 2 == 0 ? AnswerFate.Sent : AnswerFate.Lost });
        Assert.DoesNotContain("connection-per-request", _story.Rules);
        var crowd = new Story();
        for (var i = 0; i < 100; i++)
            crowd.Then(crowd.Force($"{i}") with { Connection = $"{i}" });
        var together = crowd.History(requests => requests.Select(request => request with { AnsweredAt = request.At.AddSeconds(2) }));
        Assert.Empty(RuleBook.Judge(together));
    }

    [Fact]
    public void Headers_that_are_always_missing_are_found_each()
    {
        Send(CallRules.HabitCalls, (request, _) => request with { Cid = null, NamesOrg = false }).Breaks("header-missing");
        Assert.Equal(
            ["header-missing.x-cid", "header-missing.x-tenant"],
            RuleBook.FindingsOf(_story.History()).Select(finding => finding.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Headers_that_a_person_leaves_out_are_not() =>
        Send(100, (request, _) => request with { Cid = null, NamesOrg = false, IsByHand = true }).IsFine();

    [Fact]
    public void A_body_that_nobody_can_read_is_found_unless_a_person_sent_it()
    {
        _story.Then(_story.Force(null).Refused(415) with { IsUnread = true, Money = null, IsByHand = true }).IsFine();
        _story.Then(_story.Force(null).Refused(415) with { IsUnread = true, Money = null }).Breaks("unread-body");
    }

    [Fact]
    public void A_receiver_that_believes_everything_is_found() => _story.Then(Delivery("1", 200) with { IsTampered = true })
        .Then(Delivery("2", 204) with { IsStale = true }).Breaks("accepted-tampered-webhook", "stale-webhook");

    [Fact]
    public void A_receiver_that_refuses_it_is_none() => _story.Then(Delivery("1", 401) with { IsTampered = true })
        .Then(Delivery("2", 400) with { IsStale = true }).Then(Delivery("3", 200)).IsFine();

    [Fact]
    public void A_receiver_that_fails_to_the_end_is_found() => _story.Then(Delivery("1", null) with { IsDead = true }).Breaks("webhook-dead");

    [Fact]
    public void Work_that_is_done_again_for_a_repeated_delivery_is_found() =>
        FollowedBy("y").Breaks("webhook-not-idempotent");

    [Fact]
    public void The_same_tracking_id_another_sum_or_another_work_for_it_are_none()
    {
        FollowedBy("x").IsFine();
        FollowedBy("y", amount: 7).IsFine();
        FollowedBy("y", cid: "other").IsFine();
    }

    /// <summary>An event with the correlation id of a force is delivered twice, and the client answers each time with a force.</summary>
    private static Story FollowedBy(string second, decimal amount = 5, string cid = "job")
    {
        var story = new Story();
        story.Then(story.Force("a") with { Cid = "job" });
        var first = story.Now;
        story.Wait(0.1).Then(story.Force("x", 5) with { Cid = "job" });
        return story.Wait(0.1).Then(Delivery("1", 200) with { FirstAt = first, Cid = "job" })
            .Wait(0.1).Then(second is "x" ? story.Force("x", amount).Same() with { Cid = cid } : story.Force(second, amount) with { Cid = cid });
    }

    private static ObservedDelivery Delivery(string id, int? status) => new() { Webhook = "hook", EventId = id, At = default, Status = status };

    private Story Send(int count, Func<ObservedRequest, int, ObservedRequest> change)
    {
        for (var i = 0; i < count; i++)
            _story.Then(change(_story.Force($"{i}"), i));
        return _story;
    }
}
