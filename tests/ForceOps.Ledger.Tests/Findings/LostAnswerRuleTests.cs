using ForceOps.Findings;

namespace ForceOps.Tests.Findings;

/// <summary>What a client does after a lost answer, or after one that says "later".</summary>
public sealed class LostAnswerRuleTests
{
    private readonly Story _story = new();

    [Fact]
    public void The_same_money_under_another_tracking_id_after_a_dropped_answer_is_a_double_post() =>
        _story.Then(_story.Force("a").DroppedAfterCommit()).Wait(1).Then(_story.Force("b")).Breaks("double-post");

    [Fact]
    public void So_it_is_when_the_first_one_was_not_posted_since_the_client_cannot_know() =>
        _story.Then(_story.Force("a").DroppedBeforeCommit()).Wait(1).Then(_story.Force("b")).Breaks("double-post");

    [Fact]
    public void So_it_is_after_the_client_hung_up_and_after_a_5xx_behind_the_commit()
    {
        _story.Then(_story.Force("a").HungUp()).Wait(1).Then(_story.Force("b"))
            .Then(_story.Force("c", 7) with { Status = 500 }).Wait(1).Then(_story.Force("d", 7)).Breaks("double-post");
        Assert.Equal(2, Assert.Single(RuleBook.FindingsOf(_story.History())).Seen);
    }

    [Fact]
    public void So_it_is_for_cancellations_in_part() => _story.Then(_story.Force("a"), _story.Cancel("c", "a", 5).DroppedAfterCommit())
        .Wait(1).Then(_story.Cancel("d", "a", 5)).Breaks("double-post");

    [Fact]
    public void The_same_tracking_id_again_is_none() =>
        _story.Then(_story.Force("a").DroppedAfterCommit()).Wait(1).Then(_story.Force("a").Same()).Wait(100).IsFine();

    [Fact]
    public void To_parties_that_nobody_knows_it_is_none_and_not_lost_either()
    {
        ObservedRequest Unknown(string id, long request)
        {
            var force = _story.Force(id);
            return force with { Money = force.Money! with { OnlyOf = request } };
        }

        _story.Then(Unknown("a", 1).DroppedBeforeCommit()).Wait(1).Then(Unknown("b", 2)).Wait(100).IsFine();
        _story.Then(Unknown("c", 3).DroppedBeforeCommit()).Wait(100).Breaks("lost-operation");
    }

    [Fact]
    public void The_same_sum_twice_with_both_answers_is_none() => _story.Then(_story.Force("a"), _story.Force("b")).IsFine();

    [Fact]
    public void Another_sum_account_or_a_long_time_after_is_none() => _story.Then(_story.Force("a").DroppedAfterCommit()).Wait(1)
        .Then(_story.Force("b", 41), _story.Force("c", account: 2)).Wait(120).Then(_story.Force("d")).IsFine();

    [Fact]
    public void Two_at_the_same_time_are_two_operations()
    {
        _story.Then(_story.Force("a").DroppedAfterCommit(), _story.Force("b"));
        var together = _story.History(requests =>
            requests.Select(request => request with { At = _story.Now, AnsweredAt = _story.Now.AddSeconds(1) }));
        Assert.Empty(RuleBook.Judge(together));
    }

    [Fact]
    public void Those_on_which_a_program_hangs_up_at_its_end_are_none()
    {
        for (var i = 0; i < 32; i++)
            _story.Then(_story.Force($"{i}").HungUp());
        // The service hears of each end a moment later than of the one before, and so some arrived after others had ended.
        Assert.Empty(RuleBook.Judge(_story.History()));
        var end = _story.Now;
        Assert.Empty(RuleBook.Judge(_story.History(requests => requests.Select((request, i) =>
            i % 2 == 0 ? request with { AnsweredAt = end.AddMilliseconds(i) } : request with { Status = 201, Fate = AnswerFate.Sent }))));
    }

    [Fact]
    public void But_the_one_that_comes_after_them_is_the_second_of_one() => _story
        .Then(_story.Force("a").HungUp()).Wait(1).Then(_story.Force("b").HungUp()).Wait(1).Then(_story.Force("c")).Breaks("double-post");

    [Fact]
    public void The_first_one_that_comes_back_later_withdraws_it()
    {
        _story.Then(_story.Force("a").DroppedAfterCommit()).Wait(1).Then(_story.Force("b")).Breaks("double-post");
        _story.Wait(1).Then(_story.Force("a").Same()).IsFine();
    }

    [Fact]
    public void Another_unit_of_work_with_the_same_sum_is_none() => _story
        .Then(_story.Force("a").DroppedAfterCommit() with { Work = "1" }).Wait(1).Then(_story.Force("b") with { Work = "2" }).IsFine();

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(0)]
    public void What_failed_once_and_never_came_again_is_lost(int status)
    {
        var request = _story.Force("a");
        _story.Then(status == 0 ? request.DroppedBeforeCommit() : request.Busy(status: status)).Wait(30).IsFine();
        _story.Wait(31).Breaks("lost-operation");
        _story.Then(request).IsFine();
    }

    [Fact]
    public void What_came_again_in_time_or_was_posted_or_refused_for_good_is_not_lost() => _story
        .Then(_story.Force("a").Busy()).Wait(1).Then(_story.Force("a").Busy()).Wait(1)
        .Then(_story.Force("b", 1).Refused(400), _story.Force("c", 2).DroppedAfterCommit(), _story.Force(null, 3).Busy()).Wait(100).IsFine();

    [Fact]
    public void A_client_that_was_asked_to_wait_has_the_window_after_that_wait()
    {
        _story.Then(_story.Force("a").Busy(retryAfter: 120)).Wait(170).IsFine();
        _story.Wait(11).Breaks("lost-operation");
    }

    [Fact]
    public void What_the_acquirer_does_not_answer_need_not_come_again() =>
        _story.Then(_story.Force("a").Refused(503, LedgerError.AcquirerTimedOut)).Wait(100).IsFine();

    [Fact]
    public void Under_another_tracking_id_it_is_not_lost_either() =>
        _story.Then(_story.Force("a").Busy()).Wait(1).Then(_story.Force("b")).Wait(100).IsFine();

    [Fact]
    public void A_cancellation_is_lost_in_the_same_way() =>
        _story.Then(_story.Force("a"), _story.Cancel("c", "a").Busy()).Wait(61).Breaks("cancel-lost");

    [Fact]
    public void A_cancellation_that_came_again_is_not() => _story
        .Then(_story.Force("a"), _story.Cancel("c", "a").Busy()).Wait(1).Then(_story.Cancel("c", "a")).Wait(100).IsFine();
}
