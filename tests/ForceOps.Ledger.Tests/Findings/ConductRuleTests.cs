using ForceOps.Findings;

namespace ForceOps.Tests.Findings;

/// <summary>Tracking ids, cancellations, retries, answers that are no plain success, and values.</summary>
public sealed class ConductRuleTests
{
    private readonly Story _story = new();

    [Fact]
    public void Money_without_a_tracking_id_is_found_once_it_moved() => _story.Then(_story.Force(null)).Breaks("no-tracking-id");

    [Fact]
    public void A_refused_request_without_one_is_not() => _story.Then(_story.Force(null).Refused(400)).IsFine();

    [Fact]
    public void One_tracking_id_for_two_requests_is_found_with_both()
    {
        _story.Then(_story.Force("a"), _story.Force("a", 41).Different(), _story.Force("a", 41).Different()).Breaks("tracking-id-reused");
        var finding = Assert.Single(RuleBook.FindingsOf(_story.History()));
        Assert.Equal((1, 2), (finding.Seen, finding.Evidence.Count));
    }

    [Fact]
    public void The_repeat_of_the_same_request_is_none() => _story.Then(_story.Force("a"), _story.Force("a").Same()).IsFine();

    [Theory]
    [InlineData(LedgerError.AlreadyCanceled)]
    [InlineData(LedgerError.AmountExceedsRemaining)]
    public void To_cancel_more_than_is_left_is_found(LedgerError error) =>
        _story.Then(_story.Force("a"), _story.Cancel("c", "a"), _story.Cancel("d", "a").Refused(400, error)).Breaks("over-cancel");

    [Fact]
    public void To_cancel_in_parts_or_to_repeat_a_cancellation_is_none() => _story.Then(
        _story.Force("a"), _story.Cancel("c", "a", 5), _story.Cancel("c", "a", 5).Same(), _story.Cancel("d", "a", 5)).IsFine();

    [Fact]
    public void To_cancel_what_was_denied_is_found() => _story.Then(_story.Force("a").Later()).Denied("a").Wait(5)
        .Then(_story.Cancel("c", "a").Refused(404, LedgerError.AuthorizationNotFound)).Breaks("missed-denial");

    [Fact]
    public void To_cancel_it_before_the_client_can_know_is_none() => _story.Then(_story.Force("a").Later()).Denied("a").Wait(1)
        .Then(_story.Cancel("c", "a").Refused(404, LedgerError.AuthorizationNotFound)).IsFine();

    [Theory]
    [InlineData(5, false)]
    [InlineData(2.1, true)]
    [InlineData(1.97, true)]
    public void To_come_back_sooner_than_asked_is_found(double asked, bool isFine)
    {
        _story.Then(_story.Force("a").Busy(asked)).Wait(2).Then(_story.Force("a"));
        _story.Breaks(isFine ? [] : ["ignores-retry-after"]);
    }

    [Fact]
    public void To_try_at_once_again_and_again_is_a_storm()
    {
        for (var i = 0; i < 8; i++)
            _story.Then(_story.Force("a").Busy()).Wait(0.2);
        _story.Breaks("retry-storm");
    }

    [Theory]
    [InlineData(0.05, 2)]
    [InlineData(2, 1)]
    public void Growing_and_patient_distances_are_none(double first, double factor)
    {
        for (var i = 0; i < 8; i++)
            _story.Then(_story.Force("a").Busy()).Wait(first * Math.Pow(factor, i));
        _story.Then(_story.Force("a")).IsFine();
    }

    [Fact]
    public void More_tries_than_a_patient_client_makes_are_a_storm()
    {
        for (var i = 0; i < 21; i++)
            _story.Then(_story.Force("a").Busy()).Wait(i % 4);
        _story.Breaks("retry-storm");
    }

    [Fact]
    public void The_same_work_again_after_202_is_found() => _story.Then(_story.Force("a").Later() with { Cid = "job" }).Wait(1)
        .Then(_story.Force("b").Later() with { Cid = "job" }).Breaks("gave-up-on-202");

    [Fact]
    public void The_same_sum_after_202_is_none_without_a_word_that_it_is_the_same_work() =>
        _story.Then(_story.Force("a").Later()).Wait(1).Then(_story.Force("b").Later(), _story.Force("a").Later()).IsFine();

    [Fact]
    public void Nor_is_the_same_work_after_a_denial() => _story.Then(_story.Force("a").Later() with { Cid = "job" }).Denied("a").Wait(1)
        .Then(_story.Force("b") with { Cid = "job" }).IsFine();

    [Fact]
    public void The_same_work_again_after_a_409_of_the_same_operation_is_found() => _story
        .Then(_story.Force("a").DroppedAfterCommit() with { Cid = "job" }).Wait(1).Then(_story.Force("a").Same() with { Cid = "job" })
        .Wait(1).Then(_story.Force("b") with { Cid = "job" }).Breaks("conflict-taken-for-failure");

    [Fact]
    public void It_is_none_in_another_work_or_much_later_or_where_nobody_knows()
    {
        _story.Then(_story.Force("a", 1).Same() with { Work = "1" }).Wait(1).Then(_story.Force("b", 1) with { Work = "2" });
        _story.Then(_story.Force("c", 2).Same() with { Cid = "job" }).Wait(61).Then(_story.Force("d", 2) with { Cid = "job" });
        _story.Then(_story.Force("e", 3).Same()).Wait(1).Then(_story.Force("f", 3)).IsFine();
    }

    [Theory]
    [InlineData("0.30000000000000004", null, true)]
    [InlineData("1.005", "USD", true)]
    [InlineData("1.005", "BHD", false)]
    [InlineData("1.2500000", "USD", false)]
    [InlineData("1.2345", null, false)]
    public void Too_many_decimals_are_found(string amount, string? currency, bool isFound)
    {
        var request = _story.Force("a").Refused(400);
        _story.Then(request with { Money = request.Money! with { Amount = decimal.Parse(amount), Currency = currency } });
        _story.Breaks(isFound ? ["float-amount"] : []);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(-30, false)]
    public void A_value_date_ahead_of_the_real_clock_is_found(int seconds, bool isFound)
    {
        _story.Then(_story.Force("a").Refused(400, LedgerError.ValueDateInFuture) with { ValueDate = _story.Now.AddSeconds(seconds) });
        _story.Breaks(isFound ? ["clock-skew"] : []);
    }
}
