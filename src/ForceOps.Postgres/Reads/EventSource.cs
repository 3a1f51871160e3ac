namespace ForceOps.Postgres.Reads;

/// <summary>
/// Reads an org's events page by page behind a cursor. It asks the database only when the commit horizon has moved: many streams and
/// webhooks of a service at rest would ask it many times a second.
/// </summary>
/// <param name="age">How old the horizon may be; see <see cref="CommitHorizon.ReadRecentAsync"/>.</param>
/// <param name="patience">How long the horizon may wait for a batch.</param>
/// <param name="operations">The most operations of a page.</param>
/// <param name="wanted">The kinds of events to read.</param>
public sealed class EventSource(
    LedgerEvents events, CommitHorizon horizon, OrgId org, EventCursor cursor, TimeSpan age, TimeSpan patience, int operations,
    IReadOnlySet<EventKind> wanted)
{
    /// <summary>The horizon up to which everything was read; no event can appear below it.</summary>
    private long _readBelow;

    /// <summary>The cursor up to which everything was read.</summary>
    public EventCursor Cursor { get; private set; } = cursor;

    /// <summary>The page of a source that has nothing new.</summary>
    public EventPage Nothing => new([], Cursor, HasMore: false);

    /// <summary>Reads the next page, and moves nothing: what a read found that its caller gave up was seen by nobody.</summary>
    public async Task<(EventPage Page, long Below)> ReadAsync()
    {
        var below = await horizon.ReadRecentAsync(age, patience);
        return below == _readBelow ? (Nothing, below) : (await events.ReadAsync(org, Cursor, below, operations, wanted), below);
    }

    /// <summary>Moves behind a page, and returns it.</summary>
    public EventPage Pass((EventPage Page, long Below) read)
    {
        Cursor = read.Page.Through;
        if (!read.Page.HasMore)
            _readBelow = read.Below;
        return read.Page;
    }
}
