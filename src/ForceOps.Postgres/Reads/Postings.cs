using System.Linq.Expressions;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Reads authorizations and movements as people look at them. Every query is bounded by an index range, however much an account
/// has.
/// </summary>
public sealed class Postings(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>
    /// The most ids of one operation. An operation's movements get the ids that follow its own, in the same block.
    /// </summary>
    internal const int IdsPerOperationMax = 4;

    /// <param name="at">The moment at which the books are looked at; null for now.</param>
    public async Task<AuthorizationDetail?> FindAsync(OrgId org, long id, BookMoment? at = null) =>
        await FindAsync(org, row => row.Id == id, at);

    /// <param name="at">The moment at which the books are looked at; null for now.</param>
    public async Task<AuthorizationDetail?> FindAsync(OrgId org, string trackingId, BookMoment? at = null) =>
        await FindAsync(org, row => row.TrackingId == trackingId, at);

    /// <summary>Reads the org's authorizations below the id <paramref name="before"/>, newest first, with what was denied.</summary>
    public async Task<IReadOnlyList<AuthorizationRow>> NewestAsync(OrgId org, long before, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await (await context.OfAsync(org, context.Authorizations)).Where(row => row.Id < before)
            .OrderByDescending(row => row.Id).Take(limit).ToListAsync();
    }

    /// <summary>Reads an account's movements below the id <paramref name="before"/>, newest first.</summary>
    /// <param name="at">The moment at which the books are looked at; null for now.</param>
    public async Task<IReadOnlyList<AccountMovement>> MovementsOfAsync(
        OrgId org, long accountId, long before, int limit, BookMoment? at = null)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var last = at?.LastId ?? long.MaxValue;
        var movements = (await context.OfAsync(org, context.Movements, at?.Book)).Where(row => row.Id < before && row.Id <= last);
        // Two index scans, each of which stops early, replace one scan over all rows that match on either side.
        var debits = movements.Where(row => row.DebitAccount == accountId).OrderByDescending(row => row.Id).Take(limit);
        var credits = movements.Where(row => row.CreditAccount == accountId).OrderByDescending(row => row.Id).Take(limit);
        var page = await debits.Concat(credits).OrderByDescending(row => row.Id).Take(limit).ToListAsync();
        if (page.Count == 0)
            return [];
        var book = page[0].Book;
        var owners = await AuthorizationsAsync(context, book, page.Select(row => row.AuthorizationId));
        var others = await AuthorizationsAsync(context, book, owners.Values.Select(row => row.CounterpartId).OfType<long>());
        return [.. page.Select(row => OfAccount(row, owners[row.AuthorizationId]))];

        // A transfer's movement belongs to the authorization of the giving side. The receiver sees it under the receiver's own
        // authorization.
        AccountMovement OfAccount(MovementRow movement, AuthorizationRow owner) => new(
            movement, owner.AccountId != accountId && owner.CounterpartId is { } other ? others[other] : owner, owner.TrackingId ?? "");
    }

    /// <summary>Reads the movements of one operation that touch the account, newest first.</summary>
    public async Task<IReadOnlyList<AccountMovement>> MovementsOfAsync(OrgId org, long accountId, string trackingId)
    {
        if (await FindAsync(org, trackingId) is not { } found)
            return [];
        var own = found.Movements.Where(row => row.DebitAccount == accountId || row.CreditAccount == accountId).Reverse().ToList();
        if (own.Count == 0)
            return [];
        var side = found.Authorization;
        if (side.AccountId != accountId && side.CounterpartId is { } other)
        {
            await using var context = await contexts.CreateDbContextAsync();
            side = (await AuthorizationsAsync(context, side.Book, [other]))[other];
        }
        return [.. own.Select(row => new AccountMovement(row, side, trackingId))];
    }

    private static async Task<Dictionary<long, AuthorizationRow>> AuthorizationsAsync(
        LedgerDbContext context, Guid book, IEnumerable<long> ids)
    {
        var wanted = ids.Distinct().ToList();
        return wanted.Count == 0 ? [] : await context.Authorizations
            .Where(row => row.Book == book && wanted.Contains(row.Id)).ToDictionaryAsync(row => row.Id);
    }

    private async Task<AuthorizationDetail?> FindAsync(
        OrgId org, Expression<Func<AuthorizationRow, bool>> which, BookMoment? at = null)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var last = at?.LastId ?? long.MaxValue;
        var all = await context.OfAsync(org, context.Authorizations, at?.Book);
        var found = await all.Where(row => row.Id <= last).SingleOrDefaultAsync(which);
        if (found is null)
            return null;
        var cancellations = await context.Authorizations
            .Where(row => row.Book == found.Book && row.ParentId == found.Id && row.Denied == null && row.Id <= last)
            .OrderBy(row => row.Id).ToListAsync();
        // The second side of a transfer shares the tracking id and the movement of the first side.
        var owner = found.TrackingId is null ? found.CounterpartId!.Value : found.Id;
        var trackingId = found.TrackingId ?? await context.Authorizations
            .Where(row => row.Book == found.Book && row.Id == owner).Select(row => row.TrackingId).SingleAsync();
        var movements = await context.Movements
            .Where(row => row.Book == found.Book && row.Id > owner && row.Id < owner + IdsPerOperationMax && row.AuthorizationId == owner)
            .OrderBy(row => row.Id).ToListAsync();
        // The cancellation of a transfer's giving side is the receiving side of a pair, which has no tracking id of its own.
        var owners = await AuthorizationsAsync(
            context, found.Book, cancellations.Where(row => row.TrackingId is null).Select(row => row.CounterpartId).OfType<long>());
        var canceled = cancellations.Select(
            row => new CancellationDetail(row, row.TrackingId ?? owners[row.CounterpartId!.Value].TrackingId!));
        var network = found.OriginalOnNetwork != true ? null : await context.NetworkAuthorizations.SingleOrDefaultAsync(
            row => row.Book == found.Book && row.Id == found.OriginalId);
        var detail = new AuthorizationDetail(found, trackingId ?? "", [.. canceled], movements)
        {
            Network = network, HoldChanges = HeldChange.IsOf(found) ? await HoldChangesAsync(context, found) : [],
        };
        return at is null ? detail : detail with
        {
            CanceledAmount = await CanceledAsync(context, found, cancellations, last),
            CanceledFee = cancellations.Sum(row => row.Fee),
        };
    }

    /// <summary>Reads what the authorization changed of each hold, in the order of the holds.</summary>
    private static Task<List<HoldChangeDetail>> HoldChangesAsync(LedgerDbContext context, AuthorizationRow found) => context.HoldChanges
        .Where(row => row.Book == found.Book && row.AuthorizationId == found.Id).OrderBy(row => row.HoldId)
        .Join(context.Authorizations, row => new { row.Book, Id = row.HoldId }, hold => new { hold.Book, hold.Id },
            (row, hold) => new HoldChangeDetail(row.HoldId, hold.TrackingId ?? "", row.Change))
        .ToListAsync();

    /// <summary>Adds up what was canceled of an authorization within a bound: of what holds money, what its changes took from it.</summary>
    private static async Task<decimal> CanceledAsync(
        LedgerDbContext context, AuthorizationRow found, List<AuthorizationRow> cancellations, long last)
    {
        if (found is not { Type: "HOLD" or "PRE_AUTHORIZATION", ParentId: null, Denied: null })
            return cancellations.Sum(row => row.Amount);
        return found.Amount - await context.HoldChanges
            .Where(row => row.Book == found.Book && row.HoldId == found.Id && row.AuthorizationId <= last).SumAsync(row => row.Change);
    }
}

/// <summary>Holds a movement with the operation that it belongs to.</summary>
public sealed record AccountMovement(MovementRow Movement, AuthorizationRow Authorization, string TrackingId);

/// <summary>Holds an authorization with everything that followed from it.</summary>
public sealed record AuthorizationDetail(
    AuthorizationRow Authorization, string TrackingId, IReadOnlyList<CancellationDetail> Cancellations,
    IReadOnlyList<MovementRow> Movements)
{
    /// <summary>The network authorization that a force names; null when it names none, or one that was not made here.</summary>
    public NetworkAuthorizationRow? Network { get; init; }

    /// <summary>What the authorization changed of each hold; empty for one that changed none.</summary>
    public IReadOnlyList<HoldChangeDetail> HoldChanges { get; init; } = [];

    /// <summary>What was canceled of the amount: by now, or by the moment that was asked for.</summary>
    public decimal CanceledAmount { get; init; } = Authorization.CanceledAmount;

    /// <summary>What was canceled of the fee: by now, or by the moment that was asked for.</summary>
    public decimal CanceledFee { get; init; } = Authorization.CanceledFee;
}

/// <summary>Holds what an authorization changed of one hold.</summary>
/// <param name="Change">The amount that is held from then on; negative when it was made available or transferred.</param>
public sealed record HoldChangeDetail(long HoldId, string TrackingId, decimal Change);

/// <summary>Holds a cancellation of an authorization, with the tracking id that both sides of it share.</summary>
public sealed record CancellationDetail(AuthorizationRow Authorization, string TrackingId);
