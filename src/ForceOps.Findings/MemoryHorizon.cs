namespace ForceOps.Findings;

/// <summary>
/// Knows from which time on the memory of one org is complete. The class is not safe for several threads at once.
/// </summary>
public sealed class MemoryHorizon
{
    private DateTimeOffset _complete = DateTimeOffset.MinValue;
    private DateTimeOffset _judgedAt = DateTimeOffset.MinValue;
    private long _newestId;

    /// <summary>Notes that something that happened at a time is forgotten, and perhaps all before it.</summary>
    public void Forget(DateTimeOffset at)
    {
        // What began at this very time is forgotten, too.
        if (at >= _complete)
            _complete = at.AddTicks(1);
    }

    /// <summary>Returns the time from which the memory is complete at a judgement, and remembers the judgement.</summary>
    /// <param name="oldest">The entry of the memory that ended first; null when the memory is empty.</param>
    /// <param name="newest">The entry that ended last.</param>
    /// <param name="isWhole">True when the memory has overwritten no entry.</param>
    /// <param name="now">The present time, read after the memory.</param>
    public DateTimeOffset At(EndedRequest? oldest, EndedRequest? newest, bool isWhole, DateTimeOffset now)
    {
        // A memory that has none of the entries that were judged before was dropped for those of other orgs, or is another one.
        if (_newestId > 0 && (oldest is null || oldest.Id > _newestId))
            Forget(_judgedAt);
        (_judgedAt, _newestId) = (now, newest?.Id ?? _newestId);
        // Entries are overwritten in the order in which they ended: all of them ended before the oldest one that is left.
        return !isWhole && oldest is { } first && first.EndedAt > _complete ? first.EndedAt : _complete;
    }
}

/// <summary>Holds when a request ended, as the memory orders it.</summary>
/// <param name="Id">The id under which the request journal has it.</param>
/// <param name="EndedAt">The time at which it was answered, or at which the answer was withheld.</param>
public sealed record EndedRequest(long Id, DateTimeOffset EndedAt);
