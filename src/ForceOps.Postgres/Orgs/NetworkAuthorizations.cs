using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Orgs;

/// <summary>Makes and reads authorizations of a card network, which a force may name as its original.</summary>
public sealed class NetworkAuthorizations(IDbContextFactory<LedgerDbContext> contexts, OrgClocks clocks)
{
    /// <summary>Makes an authorization with an id of its own. Nothing moves: the network has authorized, and nobody has posted.</summary>
    /// <param name="cid">The correlation id of the request, which the event names.</param>
    public async Task<NetworkAuthorizationRow> MakeAsync(
        OrgId org, long? accountId, decimal amount, Currency currency, string network, string cid)
    {
        var now = LedgerState.WholeMilliseconds(await clocks.NowAsync(org));
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        // The transaction keeps its lock on the sequence until it ends, so the commit horizon waits for the event.
        var book = (await BookSwitch.LockAsync(context, org)).Book;
        var id = await context.NextIdAsync();
        var row = new NetworkAuthorizationRow
        {
            Book = book, Id = id, AccountId = accountId, Amount = amount, Currency = currency.Code, Network = network, EventDate = now,
            Cid = cid,
        };
        context.NetworkAuthorizations.Add(row);
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        return row;
    }

    public async Task<NetworkAuthorizationRow?> FindAsync(OrgId org, long id)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await (await context.OfAsync(org, context.NetworkAuthorizations)).SingleOrDefaultAsync(row => row.Id == id);
    }

    public async Task<IReadOnlyList<NetworkAuthorizationRow>> ListAsync(OrgId org, long after, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await (await context.OfAsync(org, context.NetworkAuthorizations)).Where(row => row.Id > after)
            .OrderBy(row => row.Id).Take(limit).ToListAsync();
    }
}
