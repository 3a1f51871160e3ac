using ForceOps.Postgres.Delayed;
using ForceOps.Postgres.Model;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>
/// The events of an org, made from its authorizations, movements and denials. Order: by id. Ids of one account ascend in commit order, since
/// a batch takes them after it has locked its accounts (and I6 proves it over all balances). Transaction ids do not: a transaction
/// has one from its first lock on, and may then wait for a later transaction at its second account.
/// Reads are ranges of primary keys, so that events cost a posting nothing, no column and no index.
/// </summary>
public sealed class LedgerEvents(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>An operation's rows have ids that follow each other; see <see cref="Postings"/>.</summary>
    private const int IdsPerOperationMax = 4;

    /// <summary>The events behind the cursor of as many operations as asked for, all of them with ids below <paramref name="below"/>.</summary>
    /// <param name="org">Whose.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="below">From <see cref="SettledIds"/>: what is not settled must not be looked at.</param>
    /// <param name="operations">How many authorizations to look at.</param>
    public async Task<EventPage> ReadAsync(OrgId org, EventCursor after, long below, int operations)
    {
        await using var context = await contexts.CreateDbContextAsync();
        // One more than asked for on either end: the authorization of the cursor may have parts left, and the last tells whether there is more.
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
            .Where(one => one.Cursor > after).OrderBy(one => one.Cursor).ToList();
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

    /// <summary>The one of a transfer's sides that holds tracking id and movement.</summary>
    private static long OwnerOf(AuthorizationRow row) => row.TrackingId is null ? row.CounterpartId!.Value : row.Id;

    private static IEnumerable<LedgerEvent> EventsOf(OrgId org, AuthorizationRow row, string trackingId, IEnumerable<MovementRow> ofOperation)
    {
        var own = ofOperation.Where(movement => movement.DebitAccount == row.AccountId || movement.CreditAccount == row.AccountId).ToList();
        var kind = row.ParentId is null ? EventKind.AuthorizationCreated : EventKind.AuthorizationCanceled;
        var ofAmount = own.Find(movement => movement.Kind is "principal" or "reversal");
        yield return new LedgerEvent(org, new EventCursor(row.Id, 0), kind, row.AccountId, trackingId) { Authorization = row, Movement = ofAmount };
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
        var ids = rows.Select(OwnerOf).Distinct().SelectMany(owner => Enumerable.Range(1, IdsPerOperationMax - 1).Select(i => owner + i)).ToArray();
        var found = await context.Movements.Where(row => row.Book == rows[0].Book && ids.Contains(row.Id)).OrderBy(row => row.Id).ToListAsync();
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
