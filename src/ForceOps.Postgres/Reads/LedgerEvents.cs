using System.Globalization;
using System.Runtime.InteropServices;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Reads the events of an org, which are made from its authorizations, movements and denials. Events are ordered by id. The ids
/// of one account ascend in commit order, since a batch takes its ids after it has locked its accounts (and I6 proves it over all
/// balances). Transaction ids do not ascend in commit order: a transaction has its id from its first lock on, and may then wait
/// for a later transaction at its second account. The reads are ranges of primary keys, so that events cost a posting nothing: no
/// column and no index.
/// </summary>
public sealed class LedgerEvents(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>
    /// The most ids of one operation. The ids of an operation's rows follow each other; see <see cref="Postings"/>.
    /// </summary>
    private const int IdsPerOperationMax = 4;

    /// <summary>
    /// Reads the events behind the cursor, of as many operations as asked for, all of them with ids below
    /// <paramref name="below"/>.
    /// </summary>
    /// <param name="after">The cursor at which the page before ended.</param>
    /// <param name="below">The commit horizon, from <see cref="CommitHorizon"/>: rows at or above it must not be read.</param>
    /// <param name="operations">The number of operations to read: authorizations and denials.</param>
    public async Task<EventPage> ReadAsync(OrgId org, EventCursor after, long below, int operations)
    {
        await using var context = await contexts.CreateDbContextAsync();
        // One row more than asked for is read on either end: the authorization of the cursor may have parts left, and the last
        // row tells whether there is more.
        var rows = await context.AuthorizationsOf(org)
            .Where(row => row.Id >= after.AuthorizationId && row.Id < below)
            .OrderBy(row => row.Id).Take(operations + 2).ToListAsync();
        var denials = await (rows.Count == 0 ? context.DenialsOf(org) : context.Denials.Where(row => row.Book == rows[0].Book))
            .Where(row => row.Id >= after.AuthorizationId && row.Id < below)
            .OrderBy(row => row.Id).Take(operations + 2).ToListAsync();
        var ids = rows.Select(row => row.Id).Concat(denials.Select(row => row.Id)).Order().Take(operations + 2).ToList();
        var hasMore = ids.Count == operations + 2;
        if (hasMore)
            ids.RemoveAt(ids.Count - 1);
        if (ids.Count == 0)
            return new EventPage([], after, HasMore: false);
        rows.RemoveAll(row => row.Id > ids[^1]);
        denials.RemoveAll(row => row.Id > ids[^1]);
        var events = (await EventsOfAsync(context, org, rows)).Concat(denials.Select(row => EventOf(org, row)))
            .Where(item => item.Cursor > after).OrderBy(item => item.Cursor).ToList();
        return new EventPage(events, new EventCursor(ids[^1], EventCursor.PartMax), hasMore);
    }

    private static async Task<IEnumerable<LedgerEvent>> EventsOfAsync(
        LedgerDbContext context, OrgId org, List<AuthorizationRow> rows)
    {
        if (rows.Count == 0)
            return [];
        var movements = await MovementsAsync(context, rows);
        var trackingIds = await TrackingIdsAsync(context, rows);
        return rows.SelectMany(row => EventsOf(org, row, row.TrackingId ?? trackingIds[row.CounterpartId!.Value], movements[OwnerOf(row)]));
    }

    private static LedgerEvent EventOf(OrgId org, DenialRow row) =>
        new(org, new EventCursor(row.Id, 0), EventKind.AuthorizationDenied, row.AccountId, row.TrackingId)
        {
            Denial = row,
            Denied = OperationJson.Read(row.Operation),
        };

    /// <summary>
    /// Returns the id of the side that holds the tracking id and the movement; only a transfer has a second side.
    /// </summary>
    private static long OwnerOf(AuthorizationRow row) => row.TrackingId is null ? row.CounterpartId!.Value : row.Id;

    private static IEnumerable<LedgerEvent> EventsOf(
        OrgId org, AuthorizationRow row, string trackingId, IEnumerable<MovementRow> ofOperation)
    {
        var own = ofOperation.Where(movement => movement.DebitAccount == row.AccountId || movement.CreditAccount == row.AccountId).ToList();
        var kind = row.ParentId is null ? EventKind.AuthorizationCreated : EventKind.AuthorizationCanceled;
        var ofAmount = own.Find(movement => movement.Kind is "principal" or "reversal");
        yield return new LedgerEvent(org, new EventCursor(row.Id, 0), kind, row.AccountId, trackingId) { Authorization = row,
            Movement = ofAmount };
        for (var i = 0; i < own.Count; i++)
        {
            yield return new LedgerEvent(org, new EventCursor(row.Id, i + 1), EventKind.BalanceChanged, row.AccountId, trackingId)
            {
                Authorization = row,
                Movement = own[i],
            };
        }
    }

    private static async Task<ILookup<long, MovementRow>> MovementsAsync(
        LedgerDbContext context, List<AuthorizationRow> rows)
    {
        var ids = rows.Select(OwnerOf).Distinct().SelectMany(
            owner => Enumerable.Range(1, IdsPerOperationMax - 1).Select(i => owner + i)).ToArray();
        var found = await context.Movements.Where(row => row.Book == rows[0].Book
            && ids.Contains(row.Id)).OrderBy(row => row.Id).ToListAsync();
        return found.ToLookup(row => row.AuthorizationId);
    }

    private static async Task<Dictionary<long, string>> TrackingIdsAsync(
        LedgerDbContext context, List<AuthorizationRow> rows)
    {
        var owners = rows.Where(row => row.TrackingId is null).Select(OwnerOf).ToArray();
        return owners.Length == 0 ? [] : await context.Authorizations.Where(row => row.Book == rows[0].Book && owners.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.TrackingId!);
    }
}

/// <summary>
/// Reads an org's events page by page behind a cursor. It asks the database only when the commit horizon has moved: many streams and
/// webhooks of a service at rest would ask it many times a second.
/// </summary>
/// <param name="age">How old the horizon may be; see <see cref="CommitHorizon.ReadRecentAsync"/>.</param>
/// <param name="patience">How long the horizon may wait for a batch.</param>
/// <param name="operations">The most operations of a page.</param>
public sealed class EventSource(
    LedgerEvents events, CommitHorizon horizon, OrgId org, EventCursor cursor, TimeSpan age, TimeSpan patience, int operations)
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
        return below == _readBelow ? (Nothing, below) : (await events.ReadAsync(org, Cursor, below, operations), below);
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

/// <summary>Holds one event, as the rows from which it is made. Nothing of an event is stored a second time.</summary>
/// <param name="Cursor">The event's place among the org's events.</param>
/// <param name="AccountId">The account that the event is about.</param>
/// <param name="TrackingId">The operation's tracking id. The row of a transfer's second side does not hold it.</param>
public sealed record LedgerEvent(OrgId Org, EventCursor Cursor, EventKind Kind, long AccountId, string TrackingId)
{
    /// <summary>The authorization whose account the event is about; null with a denial.</summary>
    public AuthorizationRow? Authorization { get; init; }

    /// <summary>
    /// The movement that changed the balance. With an authorization, it is the movement of the amount, not of the fee. It is null
    /// with an authorization that has no impact, and with a denial.
    /// </summary>
    public MovementRow? Movement { get; init; }

    public DenialRow? Denial { get; init; }

    /// <summary>The operation that was denied; null when the event is no denial.</summary>
    public Operation? Denied { get; init; }
}

/// <summary>Holds a page of events in their order.</summary>
/// <param name="Events">All events of the operations read, behind the cursor asked for.</param>
/// <param name="Through">The cursor up to which everything was read.</param>
/// <param name="HasMore">True when there is more to read behind <see cref="Through"/>.</param>
public sealed record EventPage(IReadOnlyList<LedgerEvent> Events, EventCursor Through, bool HasMore);

/// <summary>Lists what an event can tell about a posting.</summary>
public enum EventKind
{
    /// <summary>A force was posted, or one side of a transfer.</summary>
    AuthorizationCreated,

    /// <summary>A cancellation of a force was posted, or one side of a cancellation of a transfer.</summary>
    AuthorizationCanceled,

    /// <summary>A delayed operation was refused in the end.</summary>
    AuthorizationDenied,

    /// <summary>One movement changed the balance of one account of a customer or merchant.</summary>
    BalanceChanged,
}

/// <summary>
/// Marks a place in an org's events. Events are ordered by their authorizations' ids, and within one authorization by
/// <see cref="Part"/>: part 0 is the authorization itself, parts 1 and higher are its changes of the balance. The text form is
/// <c>id.part</c>; clients treat it as one opaque word. The default value is the place before the first event.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EventCursor(long AuthorizationId, int Part) : IComparable<EventCursor>
{
    /// <summary>
    /// The highest part. It is above every part that exists: an operation has at most four ids, its own among them.
    /// </summary>
    public const int PartMax = 9;

    /// <summary>Returns the place before everything with this id or a larger one.</summary>
    public static EventCursor Before(long id) => id <= 0 ? default : new(id - 1, PartMax);

    public static bool TryParse(string? text, out EventCursor cursor)
    {
        cursor = default;
        if (text is null or { Length: > 24 })
            return false;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var id = point < 0 ? text : text[..point];
        var part = 0;
        // A 0 without a part stands for the beginning.
        var valid = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (point < 0 ? number == 0 : int.TryParse(text.AsSpan(point + 1), NumberStyles.None, CultureInfo.InvariantCulture, out part))
            && part <= PartMax;
        cursor = valid ? new EventCursor(number, part) : default;
        return valid;
    }

    public int CompareTo(EventCursor other) =>
        AuthorizationId != other.AuthorizationId ? AuthorizationId.CompareTo(other.AuthorizationId) : Part.CompareTo(other.Part);

    public static bool operator <(EventCursor left, EventCursor right) => left.CompareTo(right) < 0;

    public static bool operator >(EventCursor left, EventCursor right) => left.CompareTo(right) > 0;

    public static bool operator <=(EventCursor left, EventCursor right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EventCursor left, EventCursor right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{AuthorizationId}.{Part}";
}
