using ForceOps.Findings;

namespace ForceOps.Tests.Findings;

/// <summary>What a book of findings keeps between the histories that it is given.</summary>
public sealed class FindingBookTests
{
    private readonly Story _story = new();
    private readonly FindingBook _book = new();

    [Fact]
    public void Failed_operations_are_carried_over_whole_and_the_newest_of_them_first()
    {
        for (var i = 0; i < 70; i++)
            _story.Then(_story.Force($"{i}").Busy());
        for (var i = 0; i < 140; i++)
            _story.Then(_story.Force($"{i % 70}").Busy());
        _book.Add(_story.History(), DateTimeOffset.MinValue);
        var carried = _book.Carried.GroupBy(request => request.TrackingId, StringComparer.Ordinal).ToList();
        Assert.All(carried, tries => Assert.Equal(3, tries.Count()));
        Assert.Equal(66, carried.Count);
        Assert.DoesNotContain("3", carried.Select(tries => tries.Key));
    }

    [Fact]
    public void An_operation_that_waits_as_long_as_it_was_asked_to_is_carried_over_until_it_is_lost()
    {
        _story.Then(_story.Force("a").Busy(retryAfter: 300)).Wait(200);
        _book.Add(_story.History(), DateTimeOffset.MinValue);
        Assert.Single(_book.Carried);
        _story.Wait(161);
        _book.Add(new ObservedHistory(_book.Carried, [], [], _story.Now, Story.Window), _story.Now);
        Assert.Equal("lost-operation", Assert.Single(_book.Findings).Rule);
    }

    [Fact]
    public void What_was_found_stays_when_the_memory_is_dropped_or_begins_again()
    {
        var horizon = new MemoryHorizon();
        _story.Then(_story.Force(null)).Wait(5);
        var first = new EndedRequest(1, _story.Now);
        _book.Add(_story.History(), horizon.At(first, first, isWhole: true, _story.Now));
        _story.Wait(5);
        _book.Add(new ObservedHistory([], [], [], _story.Now, Story.Window), horizon.At(null, null, isWhole: true, _story.Now));
        Assert.Single(_book.Findings);
        var fresh = _story.Force("a") with { Id = 9, At = _story.Now, AnsweredAt = _story.Now };
        var end = new EndedRequest(fresh.Id, fresh.AnsweredAt);
        _book.Add(new ObservedHistory([fresh], [], [], _story.Now, Story.Window), horizon.At(end, end, isWhole: true, _story.Now));
        Assert.Equal(1, Assert.Single(_book.Findings).Seen);
    }

    [Fact]
    public void A_delivery_that_is_forgotten_alone_still_counts()
    {
        var horizon = new MemoryHorizon();
        _story.Then(new ObservedDelivery { Webhook = "hook", EventId = "1", At = default, Status = 200, IsTampered = true });
        _book.Add(_story.History(), horizon.At(null, null, isWhole: true, _story.Now));
        horizon.Forget(_story.History().Deliveries[0].At);
        _book.Add(new ObservedHistory([], [], [], _story.Now, Story.Window), horizon.At(null, null, isWhole: true, _story.Now));
        Assert.Equal(1, Assert.Single(_book.Findings).Seen);
    }

    [Fact]
    public void A_short_request_that_is_overwritten_beside_a_long_one_is_not_taken_back()
    {
        var horizon = new MemoryHorizon();
        var began = _story.Now;
        _story.Wait(1).Then(_story.Force(null)).Wait(5);
        _book.Add(_story.History(), DateTimeOffset.MinValue);
        // The long one began first and ended last, so the short one leaves the memory before it.
        var longer = _story.Force("a") with { Id = 2, At = began, AnsweredAt = _story.Now };
        var end = new EndedRequest(2, longer.AnsweredAt);
        _book.Add(new ObservedHistory([longer], [], [], _story.Now, Story.Window), horizon.At(end, end, isWhole: false, _story.Now));
        Assert.Single(_book.Findings);
    }
}
