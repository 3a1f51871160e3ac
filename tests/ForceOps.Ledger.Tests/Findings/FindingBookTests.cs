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
}
