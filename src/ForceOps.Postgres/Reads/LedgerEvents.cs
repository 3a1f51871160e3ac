using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Reads the events of an org, which are made from its authorizations, movements, denials and changes of status. Events are ordered by
/// id. The ids of one account ascend in commit order, since a batch takes its ids after it has locked its accounts (and I6 proves it
/// over all balances), and so does a change of status. Transaction ids do not ascend in commit order: a transaction has its id from its
/// first lock on, and may then wait for a later transaction at its second account. The reads are ranges of primary keys, so that
/// events cost a posting nothing: no column and no index.
/// </summary>
public sealed class LedgerEvents(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>
    /// The most ids of one operation. The ids of an operation's rows follow each other; see <see cref="Postings"/>.
    /// </summary>
    private const int IdsPerOperationMax = 4;

    /// <summary>
    /// Reads the wanted events behind the cursor, of as many operations as asked for, all of them with ids below
    /// <paramref name="below"/>.
    /// </summary>
    /// <param name="after">The cursor at which the page before ended.</param>
    /// <param name="below">The commit horizon, from <see cref="CommitHorizon"/>: rows at or above it must not be read.</param>
    /// <param name="operations">The number of operations to read: authorizations, denials and changes of status.</param>
    /// <param name="wanted">The kinds of events to make; nothing is read or made for the others.</param>
    public async Task<EventPage> ReadAsync(OrgId org, EventCursor after, long below, int operations, IReadOnlySet<EventKind> wanted)
    {
        await using var context = await contexts.CreateDbContextAsync();
        // One row more than asked for is read on either end: the authorization of the cursor may have parts left, and the last
        // row tells whether there is more.
        var rows = await PageOf(await context.OfAsync(org, context.Authorizations)).ToListAsync();
        var denials = await PageOf(await context.OfAsync(org, context.Denials, rows.FirstOrDefault()?.Book)).ToListAsync();
        var book = rows.FirstOrDefault()?.Book ?? denials.FirstOrDefault()?.Book;
        // Most listeners ask for neither of these, and their tables cost them no statement.
        var changes = wanted.Contains(EventKind.StatusChanged)
            ? await PageOf(await context.OfAsync(org, context.StatusChanges, book)).ToListAsync()
            : [];
        var networks = wanted.Contains(EventKind.NetworkAuthorized)
            ? await PageOf(await context.OfAsync(org, context.NetworkAuthorizations, book)).ToListAsync()
            : [];
        var ids = rows.Select(row => row.Id).Concat(denials.Select(row => row.Id)).Concat(changes.Select(row => row.Id))
            .Concat(networks.Select(row => row.Id)).Order().Take(operations + 2).ToList();
        var hasMore = ids.Count == operations + 2;
        if (hasMore)
            ids.RemoveAt(ids.Count - 1);
        if (ids.Count == 0)
            return new EventPage([], after, HasMore: false);
        rows.RemoveAll(row => row.Id > ids[^1]);
        denials.RemoveAll(row => row.Id > ids[^1]);
        changes.RemoveAll(row => row.Id > ids[^1]);
        networks.RemoveAll(row => row.Id > ids[^1]);
        var ofDenials = wanted.Contains(EventKind.AuthorizationDenied) || wanted.Contains(EventKind.PlatformAuthorization)
            ? denials.Select(row => EventOf(org, row)).Where(item => wanted.Contains(item.Kind))
            : [];
        var others = changes.Select(row => EventOf(org, row)).Concat(networks.Select(row => EventOf(org, row)));
        var events = (await EventsOfAsync(context, org, rows, wanted)).Concat(ofDenials).Concat(others)
            .Where(item => item.Cursor > after).OrderBy(item => item.Cursor).ToList();
        return new EventPage(events, new EventCursor(ids[^1], EventCursor.PartMax), hasMore);

        IQueryable<T> PageOf<T>(IQueryable<T> all)
            where T : class => all
                .Where(row => EF.Property<long>(row, "Id") >= after.AuthorizationId && EF.Property<long>(row, "Id") < below)
                .OrderBy(row => EF.Property<long>(row, "Id")).Take(operations + 2);
    }

    private static async Task<IEnumerable<LedgerEvent>> EventsOfAsync(
        LedgerDbContext context, OrgId org, List<AuthorizationRow> rows, IReadOnlySet<EventKind> wanted)
    {
        if (rows.Count == 0)
            return [];
        var movements = await MovementsAsync(context, rows);
        var trackingIds = await TrackingIdsAsync(context, rows);
        var canceled = await CanceledAmountsAsync(context, rows.Where(row => NeedsCanceledAmount(row, wanted)));
        var held = await HeldChange.ReadAsync(context, rows);
        return rows.SelectMany(row => EventsOf(
            new OperationSide(
                org, row, row.TrackingId ?? trackingIds[row.CounterpartId!.Value], [.. movements[OwnerOf(row)].Where(IsOf(row))],
                row.ParentId is { } parent && canceled.TryGetValue(parent, out var amount) ? amount : null,
                held.GetValueOrDefault(row.Id)),
            wanted));
    }

    private static Func<MovementRow, bool> IsOf(AuthorizationRow row) =>
        movement => movement.DebitAccount == row.AccountId || movement.CreditAccount == row.AccountId;

    private static LedgerEvent EventOf(OrgId org, DenialRow row)
    {
        var denied = OperationJson.Read(row.Operation);
        var kind = denied is PaymentOnAccount or PaymentTransfer or OperationOnPayment
            ? EventKind.PlatformAuthorization
            : EventKind.AuthorizationDenied;
        return new(org, EventCursor.Of(row.Id, kind, 0), kind, row.AccountId, row.TrackingId) { Denial = row, Denied = denied };
    }

    private static bool IsPayment(AuthorizationRow row) => ColumnText.ToAuthorizationType(row.Type)
        is AuthorizationType.Payment or AuthorizationType.PreAuthorization;

    /// <summary>Returns true when a wanted event says whether all of an operation was canceled.</summary>
    private static bool NeedsCanceledAmount(AuthorizationRow row, IReadOnlySet<EventKind> wanted) =>
        row is { ParentId: not null, Denied: null }
        && ((row.InTimeline && wanted.Contains(EventKind.TimelineLine))
            || (wanted.Contains(EventKind.PlatformAuthorization) && IsPayment(row)));

    private static LedgerEvent EventOf(OrgId org, NetworkAuthorizationRow row) =>
        new(org, EventCursor.Of(row.Id, EventKind.NetworkAuthorized, 0), EventKind.NetworkAuthorized, row.AccountId ?? 0, TrackingId: "")
        {
            Network = row,
        };

    private static LedgerEvent EventOf(OrgId org, StatusChangeRow row) =>
        new(org, EventCursor.Of(row.Id, EventKind.StatusChanged, 0), EventKind.StatusChanged, row.AccountId, TrackingId: "")
        {
            StatusChange = row,
        };

    /// <summary>
    /// Returns the id of the side that holds the tracking id and the movement; only a transfer has a second side.
    /// </summary>
    private static long OwnerOf(AuthorizationRow row) => row.TrackingId is null ? row.CounterpartId!.Value : row.Id;

    /// <summary>Makes the wanted events of one side. A new kind of event gets its lines here.</summary>
    private static IEnumerable<LedgerEvent> EventsOf(OperationSide side, IReadOnlySet<EventKind> wanted)
    {
        // Pismo's pages of holds name "Authorization created" for all four operations.
        var isCancellation = side.Row.ParentId is not null && !HeldChange.IsOf(side.Row);
        var kind = IsPayment(side.Row) ? EventKind.PlatformAuthorization
            : isCancellation ? EventKind.AuthorizationCanceled : EventKind.AuthorizationCreated;
        if (wanted.Contains(kind))
            yield return side.Event(kind, 0, side.Movements.Find(movement => movement.Kind is "principal" or "reversal"), side.Held);
        // What is held changes before the money moves.
        var first = side.Held is null ? 0 : 1;
        if (side.Held is not null && wanted.Contains(EventKind.BalanceChanged))
            yield return side.Event(EventKind.BalanceChanged, 0, movement: null, side.Held);
        foreach (var ofMovements in OfMovements)
        {
            if (!wanted.Contains(ofMovements) || (ofMovements == EventKind.TimelineLine && !side.Row.InTimeline))
                continue;
            for (var i = 0; i < side.Movements.Count; i++)
                yield return side.Event(ofMovements, ofMovements == EventKind.BalanceChanged ? first + i : i, side.Movements[i]);
        }
    }

    /// <summary>The kinds that have one event for each movement that touches the account, in the order of their parts.</summary>
    private static readonly EventKind[] OfMovements = [EventKind.BalanceChanged, EventKind.TransactionCreated, EventKind.TimelineLine];

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

    /// <summary>Reads the amounts of the authorizations that the cancellations cancel. They never change.</summary>
    private static async Task<Dictionary<long, decimal>> CanceledAmountsAsync(
        LedgerDbContext context, IEnumerable<AuthorizationRow> cancellations)
    {
        var canceled = cancellations.Select(row => (row.Book, Parent: row.ParentId!.Value)).Distinct().ToList();
        if (canceled.Count == 0)
            return [];
        var (book, parents) = (canceled[0].Book, canceled.ConvertAll(item => item.Parent));
        return await context.Authorizations
            .Where(row => row.Book == book && parents.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Amount);
    }

    /// <summary>Holds what the events of an operation tell about one of its accounts; only a transfer has two of these.</summary>
    /// <param name="Org">The org of the operation.</param>
    /// <param name="Row">The authorization of this account.</param>
    /// <param name="TrackingId">The tracking id, which both sides share.</param>
    /// <param name="Movements">The movements that touch this account.</param>
    /// <param name="Canceled">The amount of the authorization that this one cancels; null when nobody asked for it.</param>
    /// <param name="Held">What the authorization changed of what is held of the account; null when it changed nothing.</param>
    private sealed record OperationSide(
        OrgId Org, AuthorizationRow Row, string TrackingId, List<MovementRow> Movements, decimal? Canceled,
        HeldChange? Held)
    {
        internal LedgerEvent Event(EventKind kind, int number, MovementRow? movement, HeldChange? held = null) =>
            new(Org, EventCursor.Of(Row.Id, kind, number), kind, Row.AccountId, TrackingId)
            {
                Authorization = Row,
                Movement = movement,
                Held = held,
                IsPartialCancellation = Row.Amount < Canceled,
            };
    }
}
